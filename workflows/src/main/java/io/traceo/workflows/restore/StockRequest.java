package io.traceo.workflows.restore;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.List;
import java.util.Map;

/**
 * Asks what backups a group has. {@code {"group":"na"}} is all.
 *
 * @param group replication group
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StockRequest(String group, @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {

  public StockRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    return new StrictFields()
        .required("group", group)
        .unknown(unknown, List.of("group"))
        .problems();
  }
}
