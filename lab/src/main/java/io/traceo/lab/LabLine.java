package io.traceo.lab;

import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How the lab's group is, in one line; told when it changes. */
final class LabLine {
  private final LabParts lab;
  private String told = "";

  LabLine(LabParts lab) {
    this.lab = lab;
  }

  /** The line when it differs from the last one. */
  Optional<String> news() {
    String now = line();
    if (now.equals(told)) {
      return Optional.empty();
    }
    told = now;
    return Optional.of(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + "  " + now);
  }

  private String line() {
    String faults = String.join(", ", lab.faults().inForce());
    String with = faults.isEmpty() ? "" : "; faults: " + faults;
    try {
      GroupStatus status =
          lab.connection()
              .client()
              .newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(lab.group().id()))
              .status();
      return lab.group().id()
          + ": "
          + status.leader()
          + " leads, epoch "
          + status.epoch()
          + ", "
          + status.verdict()
          + (status.grant() == null ? "" : ", held by " + status.grant().workflowId())
          + with;
    } catch (RuntimeException e) {
      return lab.group().id() + " does not answer" + with;
    }
  }
}
