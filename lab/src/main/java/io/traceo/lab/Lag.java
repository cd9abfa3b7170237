package io.traceo.lab;

import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far members are behind the leader, in bytes; what can't be reached is left out. */
final class Lag {
  private Lag() {}

  static Map<String, Long> bytes(LabParts lab, ReplicationGroup group, String leader) {
    PlaceConfig control = PlaceConfigFile.read(LabConfig.file(lab.settings(), group.control()));
    List<MemberState> states =
        new PostgresActivities(control, new Topology(1, List.of(), List.of(group)))
            .survey(new SurveyRequest(group.id(), group.members()))
            .members();
    Map<String, Long> lags = new TreeMap<>();
    states.stream()
        .filter(s -> s.reachable() && s.region().equals(leader))
        .findFirst()
        .ifPresent(
            top ->
                states.stream()
                    .filter(MemberState::reachable)
                    .forEach(
                        s -> lags.put(s.region(), Math.max(0, top.position() - s.position()))));
    return lags;
  }
}
