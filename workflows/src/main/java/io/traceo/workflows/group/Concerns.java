package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Pages what observers worry about beside life and death, once when the first of them does and a
 * note when the last one no longer does.
 */
final class Concerns {
  private final Map<Concern, String> told = new EnumMap<>(Concern.class);

  Concerns(Map<Concern, String> carried) {
    told.putAll(carried);
  }

  void tell(String leader, List<Observation> observations, Journal journal) {
    Map<Concern, String> now = new EnumMap<>(Concern.class);
    for (Observation seen : observations) {
      seen.concerns()
          .forEach((kind, words) -> now.putIfAbsent(kind, seen.observer() + ": " + words));
    }
    now.forEach(
        (kind, words) -> {
          if (told.putIfAbsent(kind, words) == null) {
            journal.page(
                alertOf(kind), kind.name(), kind + " of " + leader + ", seen from " + words);
          }
        });
    // Observers that were sent out anew say it again, if it is still so.
    boolean looked = observations.stream().anyMatch(o -> o.view() == View.HEALTHY);
    for (Concern over : new ArrayList<>(told.keySet())) {
      if (looked && !now.containsKey(over)) {
        told.remove(over);
        journal.note(over + " of " + leader + " is well again");
        journal.over(alertOf(over), over.name());
      }
    }
  }

  /** Nobody watches any more: what was told is neither so nor over. */
  void forget() {
    told.clear();
  }

  /** What was told and is not over. */
  Map<Concern, String> told() {
    return Collections.unmodifiableMap(told);
  }

  private static AlertKind alertOf(Concern kind) {
    return kind == Concern.FRESHNESS ? AlertKind.REPLICATION_LAG : AlertKind.ATTENTION;
  }
}
