package io.traceo.activities.evidence.html;

import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import io.traceo.workflows.ledger.WriteTimeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When what happened, after the zero: the fault, or the decision of a planned switch. */
final class Timing {
  /** Less than this between the usual and the slowest clients is no moment of its own. */
  private static final long SAME_MS = 100;

  /** A moment, by what happened and when. */
  record Moment(String name, long atMs, String meaning) {}

  /** A step with a budget, or the detection. */
  record Lane(String label, long fromMs, long toMs, boolean late) {}

  private final DrillReport report;
  private final boolean planned;

  Timing(DrillReport report) {
    this.report = report;
    this.planned = FailoverMode.SWITCHOVER.name().equals(report.mode());
  }

  boolean planned() {
    return planned;
  }

  /** When a step began; null when that wasn't recorded. */
  @Nullable Long started(StepRecord step) {
    Long zero = report.zeroAtMillis();
    Long at = step.startedAtMillis();
    return zero == null || at == null ? null : Long.valueOf(at - zero);
  }

  private @Nullable Long ended(String name) {
    for (StepRecord step : report.steps()) {
      Long started = started(step);
      Long took = step.tookMs();
      if (step.name().equals(name) && started != null && took != null) {
        return started + took;
      }
    }
    return null;
  }

  /** The marks of the drawing, in their order in time. */
  List<Moment> moments() {
    List<Moment> all = new ArrayList<>();
    Clocks clocks = report.clocks();
    if (planned) {
      add(all, "decided", 0L, "the planned switch began");
    } else {
      add(all, "fault", 0L, "the leader's region failed, by the injector's clock");
      add(all, "detected", clocks == null ? null : clocks.detectedMs(), "a quorum of observers");
      add(all, "decided", clocks == null ? null : clocks.decidedMs(), "the group fails over");
    }
    add(all, "promoted", ended("promote"), "the new leader takes writes: no way back from here");
    add(all, "names moved", ended("route"), "every name server points to the new leader");
    add(all, "resumed", ended("resume"), "the service of the new region takes writes");
    Long first = clocks == null ? null : onAxis(clocks.firstAcknowledgedWriteMs());
    Long moved = clocks == null ? null : onAxis(clocks.clientsConvergedMs());
    add(all, "first write", first, "acknowledged by the new leader, through the public name");
    add(all, "clients converged", moved, "every client that looks the name up again has moved");
    Long slowest = onAxis(slowestClientMs());
    if (slowest != null && (moved == null || slowest > moved + SAME_MS)) {
      add(all, "slowest clients converged", slowest, "those that keep an address for its TTL too");
    }
    all.sort(Comparator.comparingLong(Moment::atMs));
    return all;
  }

  private static void add(List<Moment> all, String name, @Nullable Long at, String meaning) {
    if (at != null) {
      all.add(new Moment(name, at, meaning));
    }
  }

  /** The last client of all kinds; null when one did not move. */
  @Nullable Long slowestClientMs() {
    LedgerAccount.Clients clients = report.clients();
    if (clients == null) {
      return null;
    }
    Long last = 0L;
    for (ClientTimes times :
        Stream.of(clients.strictTtl(), clients.reResolving(), clients.multiHost()).toList()) {
      Long at = times == null ? null : times.convergedMs();
      last = last == null || at == null ? null : Long.valueOf(Math.max(last, at));
    }
    return last;
  }

  /** Clients' times count from the old leader's last write when the switch was planned. */
  private @Nullable Long onAxis(@Nullable Long clientTime) {
    LedgerAccount ledger = report.ledger();
    WriteTimeline timeline = ledger == null ? null : ledger.timeline();
    return clientTime == null || timeline == null
        ? clientTime
        : Long.valueOf(clientTime + timeline.clientTimesZeroMs());
  }

  /** Bars below the drawing. */
  List<Lane> lanes() {
    List<Lane> lanes = new ArrayList<>();
    Clocks clocks = report.clocks();
    Long detected = clocks == null ? null : clocks.detectedMs();
    if (detected != null) {
      lanes.add(new Lane("detect " + Words.ms(detected), 0, detected, false));
    }
    for (StepRecord step : report.steps()) {
      Long started = started(step);
      Long took = step.tookMs();
      Long budget = step.budgetMs();
      if (started != null && took != null && budget != null && !step.name().contains(".")) {
        String label = step.name() + " " + Words.ms(took) + " of " + Words.ms(budget);
        lanes.add(new Lane(label, started, started + took, took > budget));
      }
    }
    lanes.sort(Comparator.comparingLong(Lane::fromMs));
    return lanes;
  }

  /** From the decision to resumed; null when either is missing. */
  long @Nullable [] decidedToResumed() {
    Clocks clocks = report.clocks();
    Long decided = planned ? Long.valueOf(0) : clocks == null ? null : clocks.decidedMs();
    Long resumed = ended("resume");
    return decided == null || resumed == null || resumed < decided
        ? null
        : new long[] {decided, resumed};
  }
}
