package io.traceo.workflows.budget;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.alert.AlertKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;

/** What happened in a run, in words, bounded: for status, report and log. */
public final class Journal {
  private static final int KEPT = 60;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Logger log = Workflow.getLogger(Journal.class);

  public Journal() {}

  /** Continues an earlier journal. */
  public Journal(List<String> earlier) {
    lines.addAll(earlier);
  }

  /** Something worth knowing. */
  public void note(String line) {
    add(line);
    log.info(line);
  }

  /** Something that somebody must look at now. */
  public void page(String line) {
    page(AlertKind.ATTENTION, line);
  }

  /** The same, of a kind that has a route of its own. */
  public void page(AlertKind unusedKind, String line) {
    add("PAGE " + line);
    log.warn("PAGE {}", line);
  }

  /** Oldest first. */
  public List<String> lines() {
    return new ArrayList<>(lines);
  }

  /** The innermost message that a person can act on. */
  public static String messageOf(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && !(at instanceof ApplicationFailure)) {
      at = at.getCause();
    }
    if (at instanceof CanceledFailure) {
      return "cancelled";
    }
    if (at instanceof ApplicationFailure application) {
      return application.getOriginalMessage();
    }
    return String.valueOf(at.getMessage());
  }

  private void add(String line) {
    lines.addLast(Instant.ofEpochMilli(Workflow.currentTimeMillis()) + " " + line);
    while (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }
}
