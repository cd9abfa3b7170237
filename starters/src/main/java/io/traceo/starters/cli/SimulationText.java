package io.traceo.starters.cli;

import io.traceo.activities.capacity.simulation.Claim;
import io.traceo.activities.capacity.simulation.Outcome;
import io.traceo.activities.capacity.simulation.SimulationReport;
import io.traceo.activities.capacity.simulation.Sizing;
import io.traceo.activities.capacity.simulation.Strategy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A simulation for people: what was played, a table for each time of start, what may be claimed.
 */
record SimulationText(PrintWriter out) {

  void print(SimulationReport report) {
    Sizing sizing = report.sizing();
    say(
        "%s: %d days from %s, a value every %d s, between them on a straight line%s",
        report.trace(),
        report.days(),
        report.from(),
        report.bucketSeconds(),
        report.filled() == 0 ? "" : "; " + report.filled() + " were missing and filled so");
    say(
        "  values times %.4g are metrics/s; a pod's target is %.0f, it is saturated at %.0f;"
            + " %d to %d pods; metrics are %d s old",
        report.scale(),
        sizing.podTarget(),
        sizing.capacity(),
        sizing.min(),
        sizing.max(),
        sizing.metricLagSeconds());
    say(
        "  judged: the last %d days in parts of up to 30; static sizes and tuned targets are set anew"
            + " for each part, from the %d days before it",
        report.judgedDays(), report.historyDays());
    report.outcomes().stream()
        .map(Outcome::podStartMinutes)
        .distinct()
        .forEach(minutes -> table(report, minutes));
    report.claims().forEach(claim -> claim(report, claim));
    out.println();
  }

  private void table(SimulationReport report, int minutes) {
    say(
        "  %-26s %13s %8s %24s %11s  %s",
        "pod start " + minutes + " min",
        "replica-hours",
        "saving",
        "under-provisioned",
        "at minimum",
        "target of saturation");
    for (Outcome one : report.outcomes()) {
      if (one.podStartMinutes() == minutes) {
        say(
            "    %-24s %13.0f %6.1f %% %10.1f min %7.3f %% %9.1f %%  %s",
            one.strategy().words(),
            one.replicaHours(),
            one.saving(),
            one.underProvisionedMinutes(),
            one.underProvisionedPercent(),
            one.atMinimumPercent(),
            targets(one.targets()));
      }
    }
  }

  private static String targets(List<Double> targets) {
    return targets.stream()
        .distinct()
        .sorted()
        .map(t -> String.format(Locale.ROOT, "%.2f", t))
        .collect(Collectors.joining(", "));
  }

  private void claim(SimulationReport report, Claim claim) {
    String savings =
        String.format(
            Locale.ROOT,
            "%s: %.1f to %.1f %%, under-provisioned for at most %.3f %% of the time",
            claim.of().stream().map(Strategy::words).collect(Collectors.joining(" and ")),
            claim.lowest(),
            claim.highest(),
            claim.underProvisionedPercent());
    String baseline =
        claim.baseline() == Strategy.STATIC
            ? String.format(
                Locale.ROOT,
                "a static size of %s x the peak of the %d days before",
                report.sizing().headroom(),
                report.historyDays())
            : claim.baseline().words();
    say(
        claim.holds() ? "  saves 30-40 %% or more against %s: %s" : "  no claim against %s: %s",
        baseline,
        savings);
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
