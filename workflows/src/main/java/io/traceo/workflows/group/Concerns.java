package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.budget.Journal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Pages what observers worry about beside life and death, once when the first of them does and a
 * note when the last one no longer does.
 */
final class Concerns {
  private final Map<Concern, String> told = new EnumMap<>(Concern.class);

  void tell(String leader, List<Observation> observations, Journal journal) {
    Map<Concern, String> now = new EnumMap<>(Concern.class);
    for (Observation seen : observations) {
      seen.concerns()
          .forEach((kind, words) -> now.putIfAbsent(kind, seen.observer() + ": " + words));
    }
    now.forEach(
        (kind, words) -> {
          if (told.putIfAbsent(kind, words) == null) {
            journal.page(kind + " of " + leader + ", seen from " + words);
          }
        });
    for (Concern over : new ArrayList<>(told.keySet())) {
      if (!now.containsKey(over)) {
        told.remove(over);
        journal.note(over + " of " + leader + " is well again");
      }
    }
  }
}
