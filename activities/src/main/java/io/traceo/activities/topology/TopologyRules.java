package io.traceo.activities.topology;

import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema can't say about a topology. Every finding is reported, not just the first. */
record TopologyRules(Topology topology, YamlFile file) {
  void check() {
    List<String> ids = topology.regions().stream().map(Region::id).toList();
    unique(ids, "/regions/", "/id", "region");
    Set<String> regions = new HashSet<>(ids);
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).equals(Topology.CONTROL)) {
        file.error(
            "/regions/" + i + "/id",
            "control names the place outside all regions; give the region another id");
      }
      allowListed(topology.regions().get(i), "/regions/" + i, regions);
    }
    List<ReplicationGroup> groups = topology.groups();
    unique(groups.stream().map(ReplicationGroup::id).toList(), "/groups/", "/id", "group");
    for (int i = 0; i < groups.size(); i++) {
      new GroupRules(topology, groups.get(i), "/groups/" + i, regions, file).check();
    }
  }

  private void unique(List<String> ids, String before, String after, String what) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!seen.add(ids.get(i))) {
        file.error(
            before + i + after, what + " " + ids.get(i) + " stands here twice; rename or remove");
      }
    }
  }

  /** A misspelt region in an allow-list would only show when a copy is refused. */
  private void allowListed(Region region, String at, Set<String> regions) {
    for (Map.Entry<String, List<String>> rule : region.residency().allow().entrySet()) {
      for (int i = 0; i < rule.getValue().size(); i++) {
        String allowed = rule.getValue().get(i);
        if (!regions.contains(allowed)) {
          String dataClass = rule.getKey().replace("~", "~0").replace("/", "~1");
          file.warn(
              at + "/residency/allow/" + dataClass + "/" + i,
              "residency of "
                  + region.id()
                  + " allows "
                  + allowed
                  + ", which is no region here; correct it, or leave it for later");
        }
      }
    }
  }
}
