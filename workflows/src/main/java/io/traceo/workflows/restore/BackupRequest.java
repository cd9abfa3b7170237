package io.traceo.workflows.restore;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a backup, or a restore test. {@code {"group":"na"}} is enough.
 *
 * @param group replication group
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupRequest(
    String group,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN = List.of("group", "reason", "startedBy", "dryRun");

  public BackupRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    return new StrictFields().required("group", group).unknown(unknown, KNOWN).problems();
  }
}
