package io.traceo.workflows.capacity;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts a rollout of autoscalers: {@code {"group":"na","sizes":{"us-west-2":
 * {"minimum":30,"maximum":300}}}}. Regions that are not named stay as they are.
 *
 * @param group replication group
 * @param sizes by region
 * @param force take over fields that somebody else manages
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan and the API servers' own dry run
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CapacityRolloutRequest(
    String group,
    Map<String, TypedSize> sizes,
    boolean force,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown) {
  private static final List<String> KNOWN =
      List.of("group", "sizes", "force", "reason", "startedBy", "dryRun");

  public CapacityRolloutRequest {
    // The order decides nothing, but must be the same in every replay.
    sizes = sizes == null ? Map.of() : new TreeMap<>(sizes);
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    List<String> problems =
        new ArrayList<>(
            new StrictFields().required("group", group).unknown(unknown, KNOWN).problems());
    if (sizes.isEmpty()) {
      problems.add(
          "field \"sizes\" is missing: name the regions, such as"
              + " {\"us-west-2\":{\"minimum\":30,\"maximum\":300}}");
    }
    sizes.forEach(
        (region, size) -> {
          if (size == null) {
            problems.add("field \"sizes." + region + "\" is empty");
          } else {
            problems.addAll(size.problems(region));
          }
        });
    return problems;
  }
}
