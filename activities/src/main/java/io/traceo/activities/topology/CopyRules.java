package io.traceo.activities.topology;

import io.traceo.workflows.topology.DataClass;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The classes of data that a group stores against the copies that it makes. */
record CopyRules(GroupEntry entry) {

  void check() {
    ReplicationGroup group = entry.group();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < group.dataClasses().size(); i++) {
      String id = group.dataClasses().get(i);
      Optional<DataClass> known = entry.topology().dataClass(id);
      if (known.isEmpty()) {
        entry.error(
            "/dataClasses/" + i,
            "unknown class of data " + id + "; correct it, or add it under dataClasses");
      } else if (!seen.add(id)) {
        entry.error("/dataClasses/" + i, "class " + id + " stands here twice; remove one");
      } else {
        copies(group, known.get(), i);
      }
    }
  }

  private void copies(ReplicationGroup group, DataClass wanted, int index) {
    // Backups are the cold copy; all else is with the leader and its followers too.
    int made = wanted.id().equals(DataClass.BACKUPS) ? 1 : group.members().size() + 1;
    if (wanted.copies() > made) {
      entry.error(
          "/dataClasses/" + index,
          wanted.id()
              + " are to have "
              + wanted.copies()
              + " copies and group "
              + group.id()
              + " makes "
              + made
              + "; add followers, or want fewer copies");
    }
  }
}
