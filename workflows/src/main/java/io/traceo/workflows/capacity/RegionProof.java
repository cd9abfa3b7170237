package io.traceo.workflows.capacity;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.CapacityActivities.Measurement;
import io.traceo.workflows.activity.CapacityActivities.Readiness;
import io.traceo.workflows.activity.CapacityActivities.ReadinessQuery;
import io.traceo.workflows.activity.CapacityActivities.Reading;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether regions that were changed are well: their pods ready, and every gate met for a while. */
final class RegionProof {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(15);
  private static final int LOOKS_IN_HOLD = 10;

  private final String group;
  private final RolloutPolicy policy;
  private final StepRunner steps;
  private final Journal journal;
  private final List<String> readings = new ArrayList<>();

  RegionProof(String group, RolloutPolicy policy, StepRunner steps, Journal journal) {
    this.group = group;
    this.policy = policy;
    this.steps = steps;
    this.journal = journal;
  }

  /** What Prometheus answered, one line each. */
  List<String> readings() {
    return List.copyOf(readings);
  }

  /**
   * Comes back once all are proven.
   *
   * @throws io.temporal.failure.TemporalFailure when one is not
   */
  void of(int batch, List<String> regions) {
    Receipt unusedReady = steps.run("ready " + batch, policy.ready(), () -> awaitReady(regions));
    long held = Workflow.currentTimeMillis();
    Duration between = policy.hold().dividedBy(LOOKS_IN_HOLD);
    Duration pause = between.compareTo(LATER) < 0 ? shorter(policy.hold(), LATER) : between;
    long until = held + policy.hold().toMillis();
    measureAll(regions);
    while (Workflow.currentTimeMillis() < until) {
      long left = until - Workflow.currentTimeMillis();
      Waits.pause(
          shorter(pause, Duration.ofMillis(left)), "while batch " + batch + " must stay well");
      requireReady(regions);
      measureAll(regions);
    }
    steps.note(
        "hold " + batch,
        Workflow.currentTimeMillis() - held,
        "DONE",
        String.join(", ", regions) + " stayed well");
  }

  private Receipt awaitReady(List<String> regions) {
    String told = "";
    Duration pause = SOON;
    while (true) {
      List<String> waiting = new ArrayList<>();
      List<String> ready = new ArrayList<>();
      for (String region : regions) {
        Readiness now = readiness(region);
        (now.ready() ? ready : waiting).add(region + ": " + now.detail());
      }
      if (waiting.isEmpty()) {
        return Receipt.done(String.join("; ", ready));
      }
      String line = String.join("; ", waiting);
      if (!line.equals(told)) {
        journal.note("not ready yet: " + line);
        told = line;
      }
      Waits.pause(pause, "before the next look at " + String.join(", ", regions));
      pause = shorter(pause.plus(SOON), LATER);
    }
  }

  private void requireReady(List<String> regions) {
    for (String region : regions) {
      Readiness now = readiness(region);
      if (!now.ready()) {
        throw CapacityCalls.ended(region + " is no longer ready: " + now.detail());
      }
    }
  }

  private Readiness readiness(String region) {
    return CapacityCalls.look("is " + region + " ready?")
        .readiness(new ReadinessQuery(group, region));
  }

  /**
   * Every gate of these regions before anything is changed.
   *
   * @return why one would not be met, one line each; empty when all are
   */
  List<String> problemsBefore(List<String> regions) {
    List<String> problems = new ArrayList<>();
    for (String region : regions) {
      for (RolloutGate gate : policy.gates()) {
        try {
          String line = measure(region, gate);
          if (line != null) {
            problems.add("gate not met before anything was changed: " + line);
          }
        } catch (CanceledFailure e) {
          throw e;
        } catch (TemporalFailure e) {
          problems.add(region + ": " + gate.name() + ": " + Journal.messageOf(e));
        }
      }
    }
    return problems;
  }

  private void measureAll(List<String> regions) {
    for (String region : regions) {
      for (RolloutGate gate : policy.gates()) {
        String line = measure(region, gate);
        if (line != null) {
          throw CapacityCalls.ended("gate not met: " + line);
        }
      }
    }
  }

  /** Null when the gate is met, else the answer in words. */
  private @Nullable String measure(String region, RolloutGate gate) {
    Reading reading =
        CapacityCalls.look(gate.name() + " of " + region)
            .measure(new Measurement(group, region, gate));
    String line =
        region + ": " + gate.name() + " is " + reading.value() + ", at most " + gate.atMost();
    readings.add(line);
    // NaN, which compares with nothing, does not pass.
    return reading.value() <= gate.atMost() ? null : line;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
