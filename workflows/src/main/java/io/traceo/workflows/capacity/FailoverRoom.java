package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a region can carry another one's peak beside its own.
 *
 * @param lost region whose demand arrives; it led when the plan was made
 * @param target candidate that would carry it
 * @param ownPeak of the target, in metrics/s
 * @param lostPeak of the lost region, in metrics/s. The headroom of both is not counted: it is
 *     there to be used up in such an hour
 * @param needed replicas for both peaks, at the autoscaler's target
 * @param limits that are known, the one that breaks first before the others
 * @param unknown limits that are not known, in words
 * @param todayMaximum what the target's autoscaler allows until the plan is rolled out, null when
 *     it is not known or has none
 */
public record FailoverRoom(
    String lost,
    String target,
    double ownPeak,
    double lostPeak,
    int needed,
    long metricsPerPod,
    List<RoomLimit> limits,
    List<String> unknown,
    @Nullable Integer todayMaximum) {
  public FailoverRoom {
    limits = limits == null ? List.of() : List.copyOf(limits);
    unknown = unknown == null ? List.of() : List.copyOf(unknown);
  }

  /**
   * Looks at one target.
   *
   * @param policy whose maximum would have to be raised
   * @param today null when the target's cluster was not asked, or did not answer
   * @param unasked why it is null
   */
  static FailoverRoom of(
      RegionForecast lost,
      RegionForecast target,
      RegionSize size,
      PlanPolicy policy,
      long metricsPerPod,
      @Nullable RegionToday today,
      @Nullable String unasked) {
    int needed = PlanSizing.replicas(lost.peak() + target.peak(), metricsPerPod);
    List<RoomLimit> limits = new ArrayList<>(List.of(planned(size, needed, policy)));
    List<String> unknown = new ArrayList<>();
    if (today == null) {
      unknown.add("quota and nodes: " + unasked);
    } else {
      room("quota", today.quota(), needed, "raise the ResourceQuota", limits, unknown);
      room("nodes", today.nodes(), needed, "add schedulable nodes", limits, unknown);
    }
    limits.sort(Comparator.comparingInt(RoomLimit::replicas));
    Size now = today == null ? null : today.autoscaler();
    return new FailoverRoom(
        lost.region(),
        target.region(),
        target.peak(),
        lost.peak(),
        needed,
        metricsPerPod,
        limits,
        unknown,
        now == null ? null : Integer.valueOf(now.maximum()));
  }

  private static RoomLimit planned(RegionSize size, int needed, PlanPolicy policy) {
    int maximum = size.size().maximum();
    // Shares follow the total, up to a replica that rounding moves.
    long total = (long) Math.ceil((needed + 1.0) * policy.maximumReplicas() / maximum);
    return new RoomLimit(
        "planned maximum",
        maximum,
        "its share of the global maximum of " + policy.maximumReplicas(),
        "raise plan.maximumReplicas to " + total);
  }

  private static void room(
      String what,
      RegionToday.Room room,
      int needed,
      String raise,
      List<RoomLimit> limits,
      List<String> unknown) {
    Integer replicas = room.replicas();
    if (replicas != null) {
      limits.add(
          new RoomLimit(
              what,
              replicas,
              room.detail(),
              raise + " by " + Math.max(0, needed - replicas) + " pods"));
    } else if (!room.known()) {
      unknown.add(what + ": " + room.detail());
    }
  }

  /** What breaks first. */
  public RoomLimit first() {
    return limits.get(0);
  }

  /** Replicas to spare below the first limit; negative when it does not carry both peaks. */
  public int spare() {
    return first().replicas() - needed;
  }

  /** Share of the lost region's peak that a size carries beside the own peak; 1 is all of it. */
  public double carries(int replicas) {
    double left = (double) replicas * metricsPerPod - ownPeak;
    return lostPeak > 0 ? Math.max(0, left / lostPeak) : 1;
  }

  /** One line for each limit that is below what is needed, naming region and field. */
  public List<String> shortages() {
    return limits.stream()
        .filter(l -> l.replicas() < needed)
        .map(
            l ->
                "region %s, field %s: it allows %d replicas (%s), and %d are needed to carry the peak of %s beside its own; it breaks at %.0f %% of the lost peak: %s"
                    .formatted(
                        target,
                        l.what(),
                        l.replicas(),
                        l.detail(),
                        needed,
                        lost,
                        Math.floor(100 * carries(l.replicas())),
                        l.raise()))
        .toList();
  }
}
