package io.traceo.workflows.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group's entity carries of its incidents from run to run.
 *
 * @param opened how many there were, for names
 * @param open null when none is
 * @param keys of its alerts that were not taken back, bounded
 * @param lastId name of the one before; null when there was none
 * @param lastClosedMillis when that was closed
 */
public record KeptIncidents(
    long opened,
    @Nullable OpenIncident open,
    List<String> keys,
    @Nullable String lastId,
    long lastClosedMillis) {
  /** Of a new group. */
  static final KeptIncidents NONE = new KeptIncidents(0, null, List.of(), null, 0);

  public KeptIncidents {
    keys = keys == null ? List.of() : List.copyOf(keys);
  }
}
