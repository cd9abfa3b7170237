package io.traceo.lab;

import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far members are behind the leader, in bytes; what can't be reached is left out. */
final class Lag {
  private Lag() {}

  static Map<String, Long> bytes(LabParts lab, String leader) {
    PlaceConfig control =
        PlaceConfigFile.read(
            lab.settings().folder().folder("config").resolve(AddressPlan.CONTROL + ".yaml"));
    List<MemberState> states =
        new PostgresActivities(control, new Topology(1, List.of(), List.of(lab.group())))
            .survey(new SurveyRequest(lab.group().id(), lab.group().members()))
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
