package io.traceo.lab;

import io.traceo.workflows.group.GroupStatus;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the lab's groups are, in one line; told when it changes. */
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
    return lab.groups().values().stream().map(LabLine::of).collect(Collectors.joining(" | "))
        + (faults.isEmpty() ? "" : "; faults: " + faults);
  }

  private static String of(LabGroup group) {
    try {
      GroupStatus status = group.status();
      return group.id()
          + ": "
          + status.leader()
          + " leads, epoch "
          + status.epoch()
          + ", "
          + status.verdict()
          + (status.grant() == null ? "" : ", held by " + status.grant().workflowId());
    } catch (RuntimeException e) {
      return group.id() + " does not answer";
    }
  }
}
