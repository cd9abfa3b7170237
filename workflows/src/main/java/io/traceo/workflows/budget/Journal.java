package io.traceo.workflows.budget;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.alert.Pager;
import io.traceo.workflows.alert.PagerState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What happened in a run, in words, bounded: for status, report and log. */
public final class Journal {
  private static final int KEPT = 60;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Logger log = Workflow.getLogger(Journal.class);
  private final Pager pager;

  public Journal() {
    this(List.of(), null);
  }

  /** Continues an earlier journal, and what it had on its way to people. */
  public Journal(List<String> earlier, @Nullable PagerState pages) {
    lines.addAll(earlier);
    pager = new Pager(pages, this::note);
  }

  /** Sends what is paged; the run tells it the group's definition, and when it ends. */
  public Pager pager() {
    return pager;
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
  public void page(AlertKind kind, String line) {
    page(kind, null, line);
  }

  /**
   * The same, about a step or a region: said again, it is the same alert.
   *
   * @param about null for one that stands alone
   */
  public void page(AlertKind kind, @Nullable String about, String line) {
    add("PAGE " + line);
    log.warn("PAGE {}", line);
    pager.page(kind, about, line);
  }

  /** Every page of this kind is over. Harmless where there was none. */
  public void over(AlertKind kind) {
    pager.over(kind, null);
  }

  /** One page is over, or every one about the same. */
  public void over(AlertKind kind, String about) {
    pager.over(kind, about);
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
