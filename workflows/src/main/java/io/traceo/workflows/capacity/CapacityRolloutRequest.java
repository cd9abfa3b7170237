package io.traceo.workflows.capacity;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a rollout of autoscalers: {@code {"group":"na","sizes":{"us-west-2":
 * {"minimum":30,"maximum":300}}}}. Regions that are not named stay as they are.
 *
 * @param group replication group
 * @param sizes by region, as somebody typed it
 * @param force take over fields that somebody else manages
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan and the API servers' own dry run
 * @param left only from the group: what an earlier run left changed, to be taken back
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CapacityRolloutRequest(
    String group,
    @Nullable Object sizes,
    boolean force,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @Nullable LeftRollout left,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN =
      List.of("group", "sizes", "force", "reason", "startedBy", "dryRun");

  public CapacityRolloutRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    List<String> problems =
        new ArrayList<>(
            new StrictFields().required("group", group).unknown(unknown, KNOWN).problems());
    problems.addAll(new TypedSizes(sizes).problems());
    return problems;
  }

  /** By region; of a record without problems. */
  Map<String, Size> wanted() {
    return new TypedSizes(sizes).sizes();
  }
}
