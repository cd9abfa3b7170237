package io.traceo.activities.topology;

import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;

/** Where a group's data may be: under its leader, and under each follower once that one leads. */
record ResidencyRules(GroupEntry entry) {

  void check() {
    entry.home().ifPresent(this::underLeader);
  }

  private ReplicationGroup group() {
    return entry.group();
  }

  private void underLeader(Region home) {
    for (int i = 0; i < group().followers().size(); i++) {
      String follower = group().followers().get(i);
      if (!refuses(home, follower, "/followers/" + i)) {
        int index = i;
        entry.topology().region(follower).ifPresent(r -> underFollower(home, r, index));
      }
    }
    refuses(home, group().cold(), "/cold");
  }

  /** One finding for a region, however many classes of data may not go there. */
  private boolean refuses(Region home, String to, String field) {
    List<String> refused = entry.refused(home, to);
    // An unknown region is a finding already.
    if (refused.isEmpty() || to.equals(home.id()) || !entry.known(to)) {
      return false;
    }
    entry.error(
        field,
        "residency: "
            + String.join(", ", refused)
            + " of group "
            + group().id()
            + " ("
            + home.jurisdiction()
            + ") may not be stored in "
            + to
            + "; choose a region that "
            + home.id()
            + " allows");
    return true;
  }

  /** What the leader refuses already is no finding again. */
  private void underFollower(Region home, Region follower, int index) {
    if (follower.id().equals(group().leader())) {
      return;
    }
    List<String> refused =
        group().members().stream()
            .filter(m -> !m.equals(follower.id()) && entry.known(m))
            .filter(m -> m.equals(home.id()) || entry.refused(home, m).isEmpty())
            .filter(m -> !entry.refused(follower, m).isEmpty())
            .toList();
    if (!refused.isEmpty()) {
      entry.error(
          "/followers/" + index,
          "residency: when "
              + follower.id()
              + " leads, the data of group "
              + group().id()
              + " may not be stored in "
              + String.join(", ", refused)
              + ", so there would be no copies; allow it in "
              + follower.id()
              + ", or choose another follower");
    }
  }
}
