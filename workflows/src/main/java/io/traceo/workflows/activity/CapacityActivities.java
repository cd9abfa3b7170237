package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.RolloutGate;
import io.traceo.workflows.capacity.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout of capacity asks of a region: its HorizontalPodAutoscaler, applied by server-side
 * apply as one guarded write, and whether the region is well. A rollout marks what it has changed
 * with its id; only what carries the mark that it found, or its own, is changed, so that a call
 * still under way can do nothing once its change was taken back. An epoch above the rollout's on
 * the autoscaler means that a failover has acted since.
 *
 * <p>Every method looks before it changes and is safe to repeat. Failures: {@code Unreachable} and
 * {@code NotReady} are retried; {@code StaleEpoch}, {@code Conflict} (not there, taken back, or
 * managed by somebody else), {@code Forbidden} and {@code InvalidRequest} are final.
 */
@ActivityInterface(namePrefix = "Capacity")
public interface CapacityActivities {

  /** What {@link #rehearse} says of a change that this very rollout has made before. */
  String OWN_CHANGE = "was changed by this rollout itself, in a run that was reset";

  /**
   * What is there, and what the API server would make of the change: its own dry run. {@code
   * Conflict} when this very rollout has changed it: what it was before can't be read any more.
   */
  Rehearsal rehearse(Change change);

  /** Makes the change. {@code Conflict} when the autoscaler is no longer what was rehearsed. */
  Receipt apply(Application application);

  /**
   * Gives the autoscaler what it had before, and every field back to who managed it. What somebody
   * else has changed since stays as it is, and so does one that a failover has changed: with all of
   * its new settings.
   */
  TakenBack takeBack(Application application);

  /** Whether as many pods are ready as are wanted. */
  Readiness readiness(ReadinessQuery query);

  /** Asks Prometheus. {@code NotReady} when it has no answer. */
  Reading measure(Measurement measurement);

  /**
   * A change of one region's autoscaler.
   *
   * @param rolloutId marks it
   * @param epoch of the group when the rollout began
   * @param force take over fields that somebody else manages
   */
  record Change(
      String group,
      String region,
      String rolloutId,
      long epoch,
      Size size,
      AutoscalerPolicy policy,
      boolean force) {}

  /**
   * An autoscaler as it is before the change.
   *
   * @param uid of the object
   * @param mark of the last rollout, null when there was none
   * @param spec as JSON
   * @param managedFields who manages what, as JSON
   */
  record Snapshot(String uid, @Nullable String mark, String spec, String managedFields) {}

  /**
   * What a change would do.
   *
   * @param before what to go back to
   * @param expected the spec as the API server would keep it, as JSON
   * @param differences one line for each field that would change
   * @param drift one line for each field that somebody else manages and that would change
   * @param notes what stays as it is although it was asked for, in words
   */
  record Rehearsal(
      Snapshot before,
      String expected,
      List<String> differences,
      List<String> drift,
      List<String> notes) {
    public Rehearsal {
      differences = differences == null ? List.of() : List.copyOf(differences);
      drift = drift == null ? List.of() : List.copyOf(drift);
      notes = notes == null ? List.of() : List.copyOf(notes);
    }
  }

  /**
   * A rehearsed change.
   *
   * @param before as the rehearsal found it
   * @param expected as the rehearsal answered
   */
  record Application(Change change, Snapshot before, String expected) {}

  /**
   * @param outcome {@code DONE}; {@code ALREADY} when it was; {@code LEFT} when something of it
   *     stays because somebody else has changed it since
   */
  record TakenBack(String outcome, String detail) {}

  record ReadinessQuery(String group, String region) {}

  /**
   * @param detail one line for people
   */
  record Readiness(boolean ready, String detail) {}

  record Measurement(String group, String region, RolloutGate gate) {}

  /**
   * An answer of Prometheus.
   *
   * @param value highest of the answers
   */
  record Reading(double value) {}
}
