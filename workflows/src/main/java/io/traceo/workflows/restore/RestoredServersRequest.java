package io.traceo.workflows.restore;

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
 * Asks which restored servers of a group stand in a region, and removes one. {@code {"group":"na"}}
 * lists those of the cold region.
 *
 * @param group replication group
 * @param region where they stand; the cold region when nothing was typed
 * @param remove id of the one to remove; none when nothing was typed
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun says what would be removed, and stops
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoredServersRequest(
    String group,
    @Nullable String region,
    @Nullable String remove,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN =
      List.of("group", "region", "remove", "reason", "startedBy", "dryRun");

  public RestoredServersRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    List<String> problems =
        new ArrayList<>(
            new StrictFields().required("group", group).unknown(unknown, KNOWN).problems());
    if (remove != null && !RestoreIds.namesServer(remove)) {
      problems.add(
          "remove is \""
              + remove
              + "\", which names no restored server; their ids look like"
              + " restore-20261125T030000-1f2e3d");
    }
    return problems;
  }
}
