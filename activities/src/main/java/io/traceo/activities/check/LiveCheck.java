package io.traceo.activities.check;

import io.traceo.activities.alert.Channels;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration.FindingMaker;
import io.traceo.activities.topology.Finding;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the systems of every group whether a failover would find what it needs, each group from the
 * place that would run it. Changes nothing, so it may be repeated at any time; takes some seconds
 * when members are silent.
 */
public final class LiveCheck {
  private final Topology topology;
  private final GroupPlaces places;
  private final FindingMaker maker;

  /** From these places, with findings on the lines of this topology. */
  public LiveCheck(Topology topology, GroupPlaces places, FindingMaker maker) {
    this.topology = topology;
    this.places = places;
    this.maker = maker;
  }

  /** Groups of the topology that are asked, by the place that they are asked from. */
  public Map<String, List<String>> asked() {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    for (ReplicationGroup group : topology.groups()) {
      places
          .of(group)
          .ifPresent(
              place ->
                  asked.computeIfAbsent(place.place(), p -> new ArrayList<>()).add(group.id()));
    }
    return asked;
  }

  /** Everything that is wrong, group by group. */
  public List<Finding> check() {
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < topology.groups().size(); i++) {
      ReplicationGroup group = topology.groups().get(i);
      PlaceConfig place = places.of(group).orElse(null);
      GroupAccess access = place == null ? null : place.groups().get(group.id());
      if (place != null && access != null) {
        GroupFindings findings = new GroupFindings(i, maker);
        databases(group, place, access, findings);
        new ZoneRules(group, access.routing(), findings).check();
        found.addAll(findings.found());
      }
    }
    places.places().forEach(place -> found.addAll(channels(place)));
    return found;
  }

  /** Pages are lost where nobody takes them. */
  private List<Finding> channels(PlaceConfig place) {
    List<String> problems;
    try {
      problems = new Channels(place, Clock.systemUTC()).ask();
    } catch (IllegalArgumentException e) {
      problems = List.of(String.valueOf(e.getMessage()));
    }
    return problems.stream()
        .map(p -> maker.at(Finding.Severity.ERROR, "", "place " + place.place() + ": " + p))
        .toList();
  }

  private void databases(
      ReplicationGroup group, PlaceConfig place, GroupAccess access, GroupFindings findings) {
    List<MemberFacts> answers =
        group.members().parallelStream()
            .map(region -> ask(group, place, region, access.databases().get(region), findings))
            .filter(Objects::nonNull)
            .toList();
    new MemberRules(topology, group, answers, findings).check();
  }

  private @Nullable MemberFacts ask(
      ReplicationGroup group,
      PlaceConfig place,
      String region,
      @Nullable DatabaseMember member,
      GroupFindings findings) {
    String field =
        region.equals(group.leader())
            ? "/leader"
            : "/followers/" + group.followers().indexOf(region);
    if (member == null) {
      findings.error(
          field,
          "place "
              + place.place()
              + " knows no way to the database in "
              + region
              + "; add it under groups."
              + group.id()
              + ".databases of its configuration");
      return null;
    }
    MemberQuestion question = new MemberQuestion(region, member);
    MemberFacts facts = null;
    try {
      facts = question.ask();
      question.askAsObserver();
    } catch (SQLException e) {
      findings.error(
          field, refusal(region, facts == null ? member.user() : member.observerUser(), e));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      findings.error(
          field,
          "the secret of role "
              + (facts == null ? member.user() : member.observerUser())
              + " in "
              + region
              + " can't be used: "
              + e.getMessage());
    }
    return facts;
  }

  private static String refusal(String region, String role, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28")) {
      return region
          + " refuses role "
          + role
          + "; check the role and the secret behind its reference";
    }
    if (state.equals(MemberQuestion.NO_RIGHT)) {
      return region
          + ": role "
          + role
          + " may not do what a failover needs ("
          + e.getMessage()
          + "); grant it, or name another role in the place's configuration";
    }
    return region
        + " is not reached ("
        + e.getMessage()
        + "); look whether it runs, and the way to it";
  }
}
