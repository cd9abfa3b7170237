package io.traceo.workflows.restore;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.alert.PagerState;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the entity that keeps a group's archive going.
 *
 * @param group replication group
 * @param carried what an earlier run of the entity knew; never typed
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchiveStart(
    String group, @Nullable Carried carried, @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {

  public ArchiveStart {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** A fresh start. */
  public static ArchiveStart of(String group) {
    return new ArchiveStart(group, null, Map.of());
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    return new StrictFields()
        .required("group", group)
        .unknown(unknown, List.of("group"))
        .problems();
  }

  /**
   * What goes from run to run.
   *
   * @param state newest known, null before there was any
   * @param sinceMillis when the first run began: what was never archived is behind since then
   * @param paged the trouble that was paged and is not over, null when all is well
   * @param pages that are open or on their way out, null when none is
   */
  public record Carried(
      @Nullable ArchiveState state,
      long sinceMillis,
      @Nullable String paged,
      List<String> events,
      @Nullable PagerState pages) {
    public Carried {
      events = events == null ? List.of() : List.copyOf(events);
    }
  }
}
