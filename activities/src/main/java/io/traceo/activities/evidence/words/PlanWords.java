package io.traceo.activities.evidence.words;

import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.FailoverRoom;
import io.traceo.workflows.capacity.GroupPlan;
import io.traceo.workflows.capacity.PlanCost;
import io.traceo.workflows.capacity.PlanScope.LeftOut;
import io.traceo.workflows.capacity.RegionToday;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a plan of capacity says, the same in text and page. */
public final class PlanWords {
  private PlanWords() {}

  /** The verdict in one sentence. */
  public static String sentence(CapacityPlanReport report) {
    String reason = report.reason() == null ? "no reason was recorded" : report.reason();
    return switch (report.verdict()) {
      case "OK" ->
          "Every region carries its own peak with headroom, and each candidate target the lost"
              + " leader's peak beside its own, as far as the limits are known.";
      case "SHORT" ->
          report.shortages().size() == 1
              ? "One limit is too low: " + reason + "."
              : report.shortages().size() + " limits are too low: each is named below.";
      case "INCOMPLETE" -> "Not every cluster could be asked: " + reason + ".";
      case "REFUSED" -> "No sizes can be told: " + reason + ".";
      default -> reason;
    };
  }

  /** For example {@code 4.31M}, {@code 850k}, {@code 12}. */
  public static String rate(double perSecond) {
    double size = Math.abs(perSecond);
    if (size >= 999_500) {
      return number(perSecond / 1e6, size < 99_950_000 ? 2 : 0) + "M";
    }
    return size >= 9_995 ? number(perSecond / 1e3, 0) + "k" : number(perSecond, 0);
  }

  /** An amount of money, or of anything else with cents. */
  public static String money(@Nullable Double amount) {
    return amount == null ? Amounts.UNKNOWN : number(amount, amount < 100 ? 2 : 0);
  }

  /** A share in percent. */
  public static String percent(double share) {
    return number(100 * share, 0) + " %";
  }

  /** With thousands apart. */
  public static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** What a fixed size would have cost, and what is saved. */
  public static String saving(PlanCost cost) {
    return cost.savingAgainstFixed() >= 0
        ? percent(cost.savingAgainstFixed()) + " less than the fixed size"
        : percent(-cost.savingAgainstFixed()) + " MORE than the fixed size";
  }

  /** What the expected size costs beside what runs now. */
  public static String againstToday(PlanCost cost) {
    Double today = cost.today();
    if (today == null) {
      return "what runs now is not known of every region";
    }
    return "what runs now costs "
        + money(today)
        + (today > 0 && cost.expected() > today
            ? ", the plan " + money(cost.expected() - today) + " more"
            : ", the plan " + money(today - cost.expected()) + " less");
  }

  /** The command on a line for each region, which a shell takes as one. */
  public static List<String> command(GroupPlan group) {
    return List.of(group.rolloutCommand().replace(" --size", " \\\n    --size").split("\n"));
  }

  /** The whole cost of the group's tier. */
  public static String tier(GroupPlan group) {
    return group.tier()
        + ": "
        + (group.tierFactor() == Math.rint(group.tierFactor())
            ? number(group.tierFactor(), 0)
            : number(group.tierFactor(), 1))
        + "x of what the average demand alone needs, "
        + money(group.tierCost())
        + " a day";
  }

  /** Whether a target carries both peaks, and what breaks first. */
  public static String room(FailoverRoom room) {
    String first = room.first().what() + " of " + room.first().replicas() + " replicas";
    return room.spare() >= 0
        ? "carries it with %d replicas to spare; what would break first is the %s, at %s of the lost peak"
            .formatted(room.spare(), first, carries(room, room.first().replicas()))
        : "%d replicas SHORT: the %s breaks first, at %s of the lost peak"
            .formatted(-room.spare(), first, carries(room, room.first().replicas()));
  }

  private static String carries(FailoverRoom room, int replicas) {
    return percent(Math.floor(100 * room.carries(replicas)) / 100);
  }

  /** What it would be like before the plan is rolled out; null when that is not known. */
  public static @Nullable String until(FailoverRoom room) {
    Integer today = room.todayMaximum();
    return today == null
        ? null
        : "until this is rolled out, its autoscaler stops at "
            + today
            + " replicas: "
            + carries(room, today)
            + " of the lost peak";
  }

  /** What a cluster has. */
  public static String today(RegionToday today) {
    return today.replicas()
        + " replicas, "
        + (today.autoscaler() == null ? "no autoscaler" : "autoscaler " + today.autoscaler());
  }

  /** Days that are missing, in words. */
  public static List<String> gaps(List<Gap> gaps) {
    return gaps.stream()
        .map(
            g ->
                g.firstDay()
                    + (g.days() == 1 ? "" : " and " + (g.days() - 1) + " more days")
                    + " missing: "
                    + g.why())
        .toList();
  }

  /** A group that is planned elsewhere. */
  public static String leftOut(LeftOut left) {
    return left.group() + " (" + String.join(", ", left.regions()) + "): " + left.why();
  }
}
