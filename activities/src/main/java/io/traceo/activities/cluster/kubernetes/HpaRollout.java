package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.traceo.activities.Failures;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.activity.CapacityActivities.Change;
import io.traceo.workflows.activity.CapacityActivities.Rehearsal;
import io.traceo.workflows.activity.CapacityActivities.Snapshot;
import io.traceo.workflows.activity.CapacityActivities.TakenBack;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A rollout's steps on one region's autoscaler. Each write names the version that was read, and is
 * looked at again when somebody else was quicker: the autoscaler's controller writes its status all
 * the time.
 */
final class HpaRollout {
  private static final int LOOKS = 8;

  private final RegionAutoscaler autoscaler;
  private final HpaManifest manifest;
  private final Change change;
  private final HpaMark mark;

  HpaRollout(RegionAutoscaler autoscaler, HpaManifest manifest, Change change) {
    this.autoscaler = autoscaler;
    this.manifest = manifest;
    this.change = change;
    this.mark = new HpaMark(change.rolloutId());
  }

  Rehearsal rehearse() {
    HorizontalPodAutoscaler live = autoscaler.read();
    autoscaler.requireNotNewer(live, change.epoch());
    if (mark.applied().equals(RegionAutoscaler.mark(live))) {
      throw autoscaler.conflict(CapacityActivities.OWN_CHANGE);
    }
    boolean floor = ownFloor(live);
    HorizontalPodAutoscaler wanted = manifest.object(null, mark.applied(), floor);
    List<FieldConflict> conflicts = List.of();
    HorizontalPodAutoscaler expected;
    try {
      expected = autoscaler.apply(wanted, true, false);
    } catch (KubernetesClientException e) {
      conflicts = FieldConflict.of(e);
      if (conflicts.isEmpty()) {
        throw e;
      }
      expected = autoscaler.apply(wanted, true, true);
    }
    return new Rehearsal(
        RegionAutoscaler.snapshot(live),
        Serialization.asJson(expected.getSpec()),
        HpaSpecs.differences(live.getSpec(), expected.getSpec()),
        conflicts.stream().filter(c -> !c.ours()).map(FieldConflict::words).toList(),
        floor
            ? List.of()
            : List.of(
                "its floor stays "
                    + live.getSpec().getMinReplicas()
                    + ": a failover has raised it, and gives it back when the region no longer"
                    + " leads"));
  }

  /** A floor that a failover has raised for a while is the failover's, until it settles. */
  private static boolean ownFloor(HorizontalPodAutoscaler live) {
    return !RegionAutoscaler.sized(live).leadsForAWhile();
  }

  Receipt apply(Application asked) {
    return again(() -> tryToApply(asked));
  }

  private Optional<Receipt> tryToApply(Application asked) {
    HorizontalPodAutoscaler live = autoscaler.read();
    autoscaler.requireNotNewer(live, change.epoch());
    String found = RegionAutoscaler.mark(live);
    if (mark.applied().equals(found)) {
      return Optional.of(Receipt.already("changed before"));
    }
    if (mark.takenBack().equals(found)) {
      throw autoscaler.conflict("was taken back: this change comes too late");
    }
    requireAsRehearsed(live, asked.before());
    HorizontalPodAutoscaler wanted =
        manifest.object(live.getMetadata().getResourceVersion(), mark.applied(), ownFloor(live));
    return unlessStale(
        () -> {
          write(wanted);
          return Receipt.done(change.size() + " replicas");
        });
  }

  private void write(HorizontalPodAutoscaler wanted) {
    try {
      HorizontalPodAutoscaler unused = autoscaler.apply(wanted, false, false);
    } catch (KubernetesClientException e) {
      List<FieldConflict> conflicts = FieldConflict.of(e);
      if (conflicts.isEmpty()) {
        throw e;
      }
      if (!change.force() && !conflicts.stream().allMatch(FieldConflict::ours)) {
        throw autoscaler.conflict(
            "is not changed: "
                + String.join(", ", conflicts.stream().map(FieldConflict::words).toList()));
      }
      HorizontalPodAutoscaler unused = autoscaler.apply(wanted, false, true);
    }
  }

  private void requireAsRehearsed(HorizontalPodAutoscaler live, Snapshot before) {
    boolean same =
        before.uid().equals(live.getMetadata().getUid())
            && Objects.equals(before.mark(), RegionAutoscaler.mark(live));
    List<String> since = HpaSpecs.differences(RegionAutoscaler.spec(before.spec()), live.getSpec());
    if (!same || !since.isEmpty()) {
      throw autoscaler.conflict(
          "was changed by somebody else since the dry run"
              + (since.isEmpty() ? "" : ": " + String.join(", ", since)));
    }
  }

  TakenBack takeBack(Application asked) {
    TakenBack done = again(() -> tryToTakeBack(asked));
    boolean unusedGiven = again(() -> tryToGiveFieldsBack(asked.before()));
    return done;
  }

  private Optional<TakenBack> tryToTakeBack(Application asked) {
    HorizontalPodAutoscaler live = autoscaler.find();
    Snapshot before = asked.before();
    if (live == null || !before.uid().equals(live.getMetadata().getUid())) {
      return left("somebody has removed it since");
    }
    long epoch = RegionAutoscaler.sized(live).epoch();
    if (epoch > change.epoch()) {
      return left("a failover with epoch " + epoch + " has changed it since: it stays as it is");
    }
    String found = RegionAutoscaler.mark(live);
    HorizontalPodAutoscalerSpec beforeSpec = RegionAutoscaler.spec(before.spec());
    if (mark.takenBack().equals(found)) {
      return Optional.of(new TakenBack("ALREADY", "taken back before"));
    }
    boolean applied = mark.applied().equals(found);
    if (!applied && !Objects.equals(before.mark(), found)) {
      return left("another rollout has changed it since: " + found);
    }
    // Also where nothing was applied: a call that is still under way then finds the mark.
    List<String> others =
        applied
            ? HpaSpecs.takeBack(live.getSpec(), beforeSpec, RegionAutoscaler.spec(asked.expected()))
            : List.of();
    Map<String, String> annotations = new HashMap<>(RegionAutoscaler.annotations(live));
    annotations.put(HpaManifest.MARK, mark.takenBack());
    live.getMetadata().setAnnotations(annotations);
    return unlessStale(
        () -> {
          HorizontalPodAutoscaler unused = autoscaler.update(live);
          return others.isEmpty()
              ? new TakenBack("DONE", applied ? "as it was before" : "it had not been changed")
              : new TakenBack(
                  "LEFT", "stays as somebody else has made it since: " + String.join(", ", others));
        });
  }

  private static Optional<TakenBack> left(String detail) {
    return Optional.of(new TakenBack("LEFT", detail));
  }

  /**
   * Fields that were taken over go back to who managed them: the next rollout asks again. A write
   * of its own, since what an update changes is the updater's from then on.
   */
  private Optional<Boolean> tryToGiveFieldsBack(Snapshot before) {
    HorizontalPodAutoscaler live = autoscaler.find();
    if (live == null
        || !before.uid().equals(live.getMetadata().getUid())
        || !mark.takenBack().equals(RegionAutoscaler.mark(live))
        || !HpaSpecs.differences(RegionAutoscaler.spec(before.spec()), live.getSpec()).isEmpty()) {
      return Optional.of(false);
    }
    List<ManagedFieldsEntry> now = live.getMetadata().getManagedFields();
    List<ManagedFieldsEntry> managers =
        HpaManagers.asBefore(RegionAutoscaler.managers(before.managedFields()), now);
    if (managers.equals(now)) {
      return Optional.of(false);
    }
    live.getMetadata().setManagedFields(managers);
    return unlessStale(
        () -> {
          HorizontalPodAutoscaler unused = autoscaler.update(live);
          return true;
        });
  }

  /** Empty when somebody else was quicker: look again. */
  private static <R> Optional<R> unlessStale(Supplier<R> write) {
    try {
      return Optional.of(write.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private <R> R again(Supplier<Optional<R>> step) {
    for (int look = 1; look <= LOOKS; look++) {
      Optional<R> done = step.get();
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw Failures.of(
        FailureTypes.NOT_READY,
        change.region() + ": the autoscaler was changed by somebody else " + LOOKS + " times");
  }
}
