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
 * Starts a plan of capacity: <code>{}</code> for every group that the namespace serves, or {@code
 * {"groups":["na"]}}. Sizes are split over all groups of the namespace in either case, so that a
 * plan of one group says the same as a plan of all.
 *
 * @param groups replication groups whose clusters are asked and that are reported: a list, or one
 *     name; all when it is left out
 * @param reason for the record
 * @param startedBy who, for the record
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CapacityPlanRequest(
    @Nullable Object groups,
    @Nullable String reason,
    @Nullable String startedBy,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN = List.of("groups", "reason", "startedBy");

  public CapacityPlanRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(new StrictFields().unknown(unknown, KNOWN).problems());
    List<?> typed = groups instanceof List<?> list ? list : List.of();
    boolean one = groups instanceof String text && !text.isBlank();
    boolean several =
        !typed.isEmpty() && typed.stream().allMatch(g -> g instanceof String s && !s.isBlank());
    if (groups != null && !one && !several) {
      problems.add(
          "field \"groups\" is "
              + groups
              + "; type names of groups, such as [\"na\"], or leave it out for all");
    }
    return problems;
  }

  /** The names that were typed, each once; empty for all. Only of one without problems. */
  public List<String> names() {
    if (groups instanceof String one) {
      return List.of(one.strip());
    }
    return groups instanceof List<?> several
        ? several.stream().map(g -> String.valueOf(g).strip()).distinct().toList()
        : List.of();
  }
}
