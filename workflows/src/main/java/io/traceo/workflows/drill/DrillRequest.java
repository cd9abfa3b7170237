package io.traceo.workflows.drill;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a drill. {@code {"group":"na"}} is enough.
 *
 * @param group replication group
 * @param mode a {@link DrillMode} as text; UNPLANNED when nothing was typed
 * @param target region to lead in a planned drill; the first follower when nothing was typed
 * @param fault a {@link FaultKind} as text; the runbook's when nothing was typed
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillRequest(
    String group,
    @Nullable String mode,
    @Nullable String target,
    @Nullable String fault,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN =
      List.of("group", "mode", "target", "fault", "reason", "startedBy", "dryRun");

  public DrillRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    StrictFields fields = new StrictFields().required("group", group).unknown(unknown, KNOWN);
    fields.choice("mode", mode, DrillMode.class, DrillMode.UNPLANNED);
    FaultKind kind = fields.choice("fault", fault, FaultKind.class, FaultKind.BLACKHOLE);
    List<String> problems = new ArrayList<>(fields.problems());
    if (modeOrDefault() == DrillMode.COLD && kind != FaultKind.DESTROY && fault != null) {
      problems.add("a cold drill destroys every database of the group; leave fault out");
    }
    if (modeOrDefault() != DrillMode.COLD && kind == FaultKind.DESTROY) {
      problems.add("fault DESTROY leaves nobody to fail over to: it belongs to mode COLD");
    }
    return problems;
  }

  /** The mode, typed or not. */
  public DrillMode modeOrDefault() {
    return new StrictFields().choice("mode", mode, DrillMode.class, DrillMode.UNPLANNED);
  }

  /** The same as if this mode had been typed. */
  DrillRequest with(DrillMode decided) {
    return new DrillRequest(
        group, decided.name(), target, fault, reason, startedBy, dryRun, unknown);
  }

  /** The fault, typed or the runbook's; a cold drill has only one. */
  public FaultKind faultOr(FaultKind orElse) {
    if (modeOrDefault() == DrillMode.COLD) {
      return FaultKind.DESTROY;
    }
    return new StrictFields().choice("fault", fault, FaultKind.class, orElse);
  }
}
