package io.traceo.activities.check;

import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;

/** What the failover of one group needs while a region is gone, found or proven. */
record Needs(ReplicationGroup group, String gone, GroupFindings findings, List<Proof> proofs) {

  /** Proven when it stands elsewhere, else a finding. */
  void elsewhere(boolean holds, String what, String because, String field, String otherwise) {
    if (holds) {
      proven(what, because);
    } else {
      needed(field, otherwise);
    }
  }

  void proven(String what, String because) {
    proofs.add(new Proof(group.id(), gone, what, because));
  }

  void needed(String field, String reason) {
    findings.error(
        field, "without " + gone + " group " + group.id() + " can't fail over: " + reason);
  }
}
