package io.traceo.workflows.group;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a group's entity.
 *
 * @param group replication group
 * @param carried what an earlier run of the entity knew; never typed
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupRequest(
    String group,
    @Nullable GroupState carried,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {

  public GroupRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** A fresh start. */
  public static GroupRequest of(String group) {
    return new GroupRequest(group, null, Map.of());
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    return new StrictFields()
        .required("group", group)
        .unknown(unknown, List.of("group"))
        .problems();
  }
}
