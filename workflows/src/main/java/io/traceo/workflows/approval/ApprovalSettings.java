package io.traceo.workflows.approval;

import io.traceo.workflows.topology.SigningKey;
import java.util.List;

/**
 * Whose yes counts.
 *
 * @param keys of the topology; an approval signed by any other counts for nothing
 * @param unsigned whether one without a signature counts too: in the lab alone, and marked so
 */
public record ApprovalSettings(List<SigningKey> keys, boolean unsigned) {
  public ApprovalSettings {
    keys = keys == null ? List.of() : List.copyOf(keys);
  }
}
