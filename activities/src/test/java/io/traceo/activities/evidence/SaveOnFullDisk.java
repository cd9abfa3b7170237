package io.traceo.activities.evidence;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;

/** A process that saves a report and prints the type and the message of the failure. */
final class SaveOnFullDisk {
  private SaveOnFullDisk() {}

  public static void main(String[] folder) {
    try {
      System.out.println(new FileEvidence(Path.of(folder[0])).save(Reports.failed()).path());
    } catch (ApplicationFailure e) {
      System.out.println(e.getType() + " " + e.isNonRetryable());
      System.out.println(e.getOriginalMessage());
    }
  }
}
