package io.traceo.starters.cli;

import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.InvalidConfigurationException;
import io.traceo.starters.schedules.KeptSchedule;
import io.traceo.starters.schedules.PlannedSchedule;
import io.traceo.starters.schedules.RunbookSchedules;
import io.traceo.starters.schedules.ScheduleBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of a server, each with the schedules that the runbooks want there: the common one,
 * and one for each isolated group. A lab has those of the groups that it runs.
 *
 * @param all the namespaces that are there
 * @param absent in words: isolated groups whose namespace is on no server that was configured
 */
record ScheduleScopes(List<Scope> all, List<String> absent) {

  /** One namespace. */
  record Scope(ScheduleBook book, List<PlannedSchedule> planned) {

    /** Every schedule that has a planned one's id, or was made from a runbook, by id. */
    Map<String, KeptSchedule> kept() {
      Set<String> ids = new LinkedHashSet<>(planned.stream().map(PlannedSchedule::id).toList());
      ids.addAll(book.made());
      Map<String, KeptSchedule> kept = new LinkedHashMap<>();
      ids.forEach(id -> book.find(id).ifPresent(found -> kept.put(id, found)));
      return kept;
    }
  }

  /** One that was made from a runbook. */
  record Found(Scope scope, KeptSchedule schedule) {}

  static ScheduleScopes of(Server server, Path runbooks) {
    Map<String, String> running = server.namespaces();
    String common = server.client().getOptions().getNamespace();
    List<PlannedSchedule> wanted = RunbookSchedules.of(load(runbooks));
    boolean ownsIsolated = wanted.stream().anyMatch(p -> common.equals(p.namespace()));
    Map<String, List<PlannedSchedule>> byNamespace = new LinkedHashMap<>();
    if (running.isEmpty()) {
      byNamespace.put(common, new ArrayList<>());
    }
    for (PlannedSchedule planned : wanted) {
      String namespace =
          running.isEmpty()
              ? configured(planned, common, ownsIsolated)
              : inLab(planned, running, wanted);
      if (namespace != null) {
        byNamespace.computeIfAbsent(namespace, n -> new ArrayList<>()).add(planned);
      }
    }
    List<Scope> scopes = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    byNamespace.forEach(
        (namespace, planned) -> {
          ScheduleBook book = new ScheduleBook(server.client(namespace));
          if (book.there()) {
            scopes.add(new Scope(book, planned));
          } else if (namespace.equals(common)) {
            throw CliException.environment(
                "the server has no namespace " + namespace + "; set TEMPORAL_NAMESPACE");
          } else {
            absent.add(
                "left out: "
                    + namespace
                    + " with "
                    + planned.size()
                    + " schedules is not on this server; for its own one set TEMPORAL_ADDRESS and"
                    + " TEMPORAL_NAMESPACE="
                    + namespace
                    + ", and start the command again");
          }
        });
    return new ScheduleScopes(scopes, absent);
  }

  /** Null for what does not belong to an isolated group's own server, when it is one. */
  private static @Nullable String configured(
      PlannedSchedule planned, String common, boolean ownsIsolated) {
    String own = planned.namespace();
    if (ownsIsolated) {
      return common.equals(own) ? common : null;
    }
    return own == null ? common : own;
  }

  /** Null for the groups that the lab does not run. */
  private static @Nullable String inLab(
      PlannedSchedule planned, Map<String, String> running, List<PlannedSchedule> wanted) {
    if (planned.group() != null) {
      return running.get(planned.group());
    }
    return wanted.stream()
        .filter(p -> p.namespace() == null && p.group() != null)
        .map(p -> running.get(p.group()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Configuration load(Path runbooks) {
    try {
      return Configuration.load(runbooks.resolve("topology.yaml"), runbooks);
    } catch (InvalidConfigurationException e) {
      throw CliException.environment(
          "the runbooks in "
              + runbooks
              + " can't be used; correct what traceo check --runbooks "
              + runbooks
              + " says");
    }
  }

  /**
   * The one with this id.
   *
   * @throws CliException when there is none, or it was made by somebody else
   */
  Found need(String id) {
    for (Scope scope : all) {
      Optional<KeptSchedule> found = scope.book().find(id);
      if (found.isPresent()) {
        if (!found.get().ours()) {
          throw new CliException(
              ExitCodes.REFUSED,
              "schedule "
                  + id
                  + " in namespace "
                  + scope.book().namespace()
                  + " was not made from a runbook and is left alone; use Temporal's own tools");
        }
        return new Found(scope, found.get());
      }
    }
    List<String> known = made().stream().map(f -> f.schedule().id()).toList();
    throw new CliException(
        ExitCodes.USAGE,
        "unknown schedule "
            + id
            + "; "
            + (known.isEmpty()
                ? "there are none yet: traceo schedules apply"
                : "schedules are " + String.join(", ", known)));
  }

  /** Every one that was made from a runbook. */
  List<Found> made() {
    List<Found> found = new ArrayList<>();
    for (Scope scope : all) {
      scope.kept().values().stream()
          .filter(KeptSchedule::ours)
          .forEach(kept -> found.add(new Found(scope, kept)));
    }
    return found;
  }
}
