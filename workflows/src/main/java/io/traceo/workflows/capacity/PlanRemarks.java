package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What somebody should know about a plan, in words. Pure. */
final class PlanRemarks {
  /** What the whole is made for, in metrics/s. */
  static final double TEN_MILLION = 1e7;

  private PlanRemarks() {}

  static List<String> of(PlanTotals totals, List<RegionSize> sizes, PlanPolicy policy) {
    List<String> remarks = new ArrayList<>();
    double withHeadroom = totals.demand().withHeadroom();
    remarks.add(
        withHeadroom >= TEN_MILLION
            ? words(
                "together they are sized for %,.0f metrics/s: the 10M metrics/s and more that Traceo is made for",
                withHeadroom)
            : words(
                "together they are sized for %,.0f metrics/s, below the 10M metrics/s that Traceo is made for",
                withHeadroom));
    floor(totals, policy).ifPresent(remarks::add);
    if (policy.maximumReplicas() < totals.needed()) {
      remarks.add(
          words(
              "the global maximum of %d replicas is below the %d that all peaks with headroom need",
              policy.maximumReplicas(), totals.needed()));
    }
    for (RegionSize size : sizes) {
      if (size.size().minimum() >= size.needed()) {
        remarks.add(
            words(
                "region %s never scales: its floor of %d replicas carries the peak with headroom, which needs %d",
                size.region(), size.size().minimum(), size.needed()));
      }
    }
    return remarks;
  }

  private static java.util.Optional<String> floor(PlanTotals totals, PlanPolicy policy) {
    int minimum = policy.minimumReplicas();
    if (minimum >= totals.needed()) {
      return java.util.Optional.of(
          words(
              "the floor eats the whole saving: %d replicas always run, and all peaks with headroom need %d; lower plan.minimumReplicas",
              minimum, totals.needed()));
    }
    if (minimum > totals.average()) {
      return java.util.Optional.of(
          words(
              "the floor eats a part of the saving: %d replicas always run, and the average demand needs %.1f",
              minimum, totals.average()));
    }
    return java.util.Optional.empty();
  }

  private static String words(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
