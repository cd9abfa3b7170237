package io.traceo.workflows.group;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one observer running in every place. An observer comes back when what it sees changes and
 * is sent out again; one that falls silent loses its vote until it is heard again.
 */
final class Watch {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Map<String, Observation> observations = new TreeMap<>();
  private final ReplicationGroup group;
  private final String leader;
  private final long epoch;
  private final Runnable changed;
  private @Nullable CancellationScope scope;
  private boolean stopped;

  Watch(ReplicationGroup group, String leader, long epoch, Runnable changed) {
    this.group = group;
    this.leader = leader;
    this.epoch = epoch;
    this.changed = changed;
  }

  /** Sends every observer out; the one in the leader's own region watches without a vote. */
  void start() {
    CancellationScope running =
        Workflow.newCancellationScope(
            () -> {
              for (String place : group.observers()) {
                Async.procedure(() -> keepObserving(place));
              }
            });
    scope = running;
    running.run();
  }

  void stop() {
    stopped = true;
    if (scope != null) {
      scope.cancel("the watch of " + leader + " ended");
    }
  }

  List<String> voters() {
    return VerdictRule.voters(group.observers(), leader);
  }

  Verdict verdict() {
    return VerdictRule.judge(voters(), leader, observations.values());
  }

  List<Observation> observations() {
    return new ArrayList<>(observations.values());
  }

  /** Observations that count: one in the leader's own region falls silent with it. */
  List<Observation> votes() {
    return observations.values().stream().filter(o -> voters().contains(o.observer())).toList();
  }

  /** When the quorum's last vote was seen, by that observer's clock. */
  long detectedAtMillis() {
    List<Long> deaths =
        votes().stream()
            .filter(o -> o.view().callsItGone())
            .map(Observation::observedAtMillis)
            .sorted()
            .toList();
    int quorum = VerdictRule.quorum(voters().size());
    return deaths.size() < quorum ? 0 : deaths.get(quorum - 1);
  }

  private void keepObserving(String place) {
    Observation last = null;
    while (!stopped) {
      Promise<Observation> next = observe(place, last);
      try {
        Observation seen = next.get();
        last = seen;
        if (!stopped) {
          observations.put(place, seen);
          changed.run();
        }
      } catch (TemporalFailure e) {
        last = null;
        if (stopped || CancellationScope.current().isCancelRequested()) {
          return;
        }
        observations.remove(place);
        changed.run();
        Waits.pause(AFTER_FAILURE, "before asking " + place + " to watch again");
      }
    }
  }

  private Promise<Observation> observe(String place, @Nullable Observation last) {
    HealthActivities observer =
        Stubs.observer(HealthActivities.class, place, "watch " + leader + " from " + place);
    List<String> standbys = group.members().stream().filter(m -> !m.equals(leader)).toList();
    return Async.function(
        observer::observe,
        new ObserveRequest(
            group.id(),
            place,
            leader,
            standbys,
            epoch,
            group.probes(),
            last == null ? null : last.view(),
            last == null ? List.of() : new ArrayList<>(last.concerns().keySet())));
  }
}
