package io.traceo.workflows.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a size costs in a day, in the currency of {@code plan.pricePerPodHour}.
 *
 * @param today what runs now, kept for a day; null when it is not known of every region
 * @param floor when demand never needs more than the minimum
 * @param expected at the forecast average demand, between the bounds. Demand's way through the day
 *     is not in it: pods wait to be taken away, so that a real day costs a little more
 * @param maximum the most that the plan allows
 * @param fixed when every region always has what its peak with headroom needs
 */
public record PlanCost(
    @Nullable Double today, double floor, double expected, double maximum, double fixed) {
  private static final int HOURS = 24;

  /**
   * Of one region.
   *
   * @param replicas that run now, null when it is not known
   */
  static PlanCost of(RegionSize size, @Nullable Integer replicas, double pricePerPodHour) {
    double day = HOURS * pricePerPodHour;
    return new PlanCost(
        replicas == null ? null : Double.valueOf(replicas * day),
        size.size().minimum() * day,
        size.expected() * day,
        size.size().maximum() * day,
        size.needed() * day);
  }

  /** Of several together. */
  static PlanCost sum(List<PlanCost> costs) {
    Double today = 0.0;
    for (PlanCost cost : costs) {
      Double one = cost.today();
      today = today == null || one == null ? null : Double.valueOf(today + one);
    }
    return new PlanCost(
        today,
        costs.stream().mapToDouble(PlanCost::floor).sum(),
        costs.stream().mapToDouble(PlanCost::expected).sum(),
        costs.stream().mapToDouble(PlanCost::maximum).sum(),
        costs.stream().mapToDouble(PlanCost::fixed).sum());
  }

  /** Share that is saved against a fixed size; negative when the floor costs more. */
  public double savingAgainstFixed() {
    return fixed > 0 ? 1 - expected / fixed : 0;
  }
}
