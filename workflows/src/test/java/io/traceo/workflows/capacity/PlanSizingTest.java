package io.traceo.workflows.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.traceo.workflows.capacity.RegionToday.Room;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes, cost, headroom and remarks of known forecasts. */
class PlanSizingTest {
  private static final long PER_POD = 100_000;
  private static final PlanPolicy POLICY = new PlanPolicy(null, 90, 0.3, 100, 1000, 0.5);

  private final RegionForecast east = Forecasts.of("us-east-1", 5_000_000, 0.3);
  private final RegionForecast west = Forecasts.of("us-west-2", 2_500_000, 0.3);

  private static RegionToday today(Room quota, Room nodes, Size autoscaler) {
    return new RegionToday("na", "us-west-2", 4, autoscaler, "CPU 1", quota, nodes);
  }

  private FailoverRoom room(PlanPolicy policy, RegionToday today, String unasked) {
    List<RegionSize> sizes = PlanSizing.of(List.of(east, west), policy, PER_POD);
    return FailoverRoom.of(east, west, sizes.get(1), policy, PER_POD, today, unasked);
  }

  @Test
  void theBoundsAreSplitByForecastAndAddUp() {
    List<RegionForecast> three = List.of(east, west, Forecasts.of("us-west-1", 1_500_000, 0.3));
    List<RegionSize> sizes = PlanSizing.of(three, POLICY, PER_POD);
    assertThat(sizes).extracting(s -> s.size().minimum()).containsExactly(55, 28, 17);
    assertThat(sizes).extracting(s -> s.size().maximum()).containsExactly(555, 278, 167);
    assertThat(sizes).extracting(RegionSize::needed).containsExactly(65, 33, 20);
  }

  @Test
  void morePlacesThanReplicasAreRefusedNamingTheField() {
    PlanPolicy tiny = new PlanPolicy(null, 90, 0.3, 1, 10, 0);
    assertThatThrownBy(() -> PlanSizing.of(List.of(east, west), tiny, PER_POD))
        .hasMessageContaining("plan.minimumReplicas: it is 1 for 2 regions")
        .hasMessageContaining("raise it to 2");
  }

  @Test
  void aReplicaMoreBeginsAboveTheTarget() {
    assertThat(PlanSizing.replicas(100_000, PER_POD)).isEqualTo(1);
    assertThat(PlanSizing.replicas(100_001, PER_POD)).isEqualTo(2);
    assertThat(PlanSizing.replicas(0, PER_POD)).isEqualTo(1);
    // In binary, three million times 1.1 is a little more than 3.3 million.
    assertThat(PlanSizing.replicas(3_000_000 * 1.1, PER_POD)).isEqualTo(33);
  }

  @Test
  void whatBreaksFirstIsTheSmallestLimit() {
    FailoverRoom room =
        room(
            POLICY,
            today(Room.of(60, "pods 20 of 60"), Room.of(90, "9 nodes"), new Size(1, 10)),
            null);
    assertThat(room.needed()).isEqualTo(75);
    assertThat(room.first().what()).isEqualTo("quota");
    assertThat(room.spare()).isEqualTo(-15);
    assertThat(room.carries(60)).isCloseTo(0.7, within(1e-9));
    assertThat(room.carries(10)).isZero();
    assertThat(room.todayMaximum()).isEqualTo(10);
    assertThat(room.shortages())
        .singleElement()
        .asString()
        .contains(
            "region us-west-2, field quota: it allows 60 replicas (pods 20 of 60), and 75 are needed",
            "the peak of us-east-1",
            "at 70 % of the lost peak",
            "raise the ResourceQuota by 15 pods");
  }

  @Test
  void aMaximumThatIsTooLowSaysHowHighItMustBe() {
    PlanPolicy low = new PlanPolicy(null, 90, 0.3, 10, 100, 0.5);
    FailoverRoom room = room(low, null, "not asked");
    assertThat(room.spare()).isNegative();
    assertThat(room.unknown()).containsExactly("quota and nodes: not asked");
    String words = room.shortages().get(0);
    int raised = Integer.parseInt(words.substring(words.lastIndexOf(' ') + 1));
    PlanPolicy enough = new PlanPolicy(null, 90, 0.3, 10, raised, 0.5);
    assertThat(room(enough, null, "not asked").spare()).isNotNegative();
  }

  @Test
  void whatIsNotKnownOrNotLimitedIsNoLimit() {
    FailoverRoom room =
        room(POLICY, today(Room.unknown("may not list nodes"), Room.free("none"), null), null);
    assertThat(room.limits()).extracting(RoomLimit::what).containsExactly("planned maximum");
    assertThat(room.unknown()).containsExactly("quota: may not list nodes");
    assertThat(room.shortages()).isEmpty();
  }

  @Test
  void costIsCountedBetweenTheBounds() {
    RegionSize size = new RegionSize("r", 20, 3.5, new Size(5, 50));
    PlanCost cost = PlanCost.of(size, 8, 0.5);
    assertThat(cost).isEqualTo(new PlanCost(96.0, 60, 60, 600, 240));
    assertThat(cost.savingAgainstFixed()).isCloseTo(0.75, within(1e-9));
    PlanCost unknown = PlanCost.of(size, null, 0.5);
    assertThat(PlanCost.sum(List.of(cost, unknown)).today()).isNull();
    assertThat(PlanCost.sum(List.of(cost, cost)).today()).isEqualTo(192.0);
  }

  @Test
  void aFloorThatEatsTheSavingIsSaid() {
    assertThat(remarks(100, 200_000))
        .anyMatch(r -> r.contains("eats the whole saving: 100 replicas always run"))
        .anyMatch(r -> r.contains("region a never scales"))
        .anyMatch(r -> r.contains("below the 10M metrics/s"));
    assertThat(remarks(100, 6_000_000))
        .anyMatch(r -> r.contains("eats a part of the saving"))
        .anyMatch(r -> r.contains("the 10M metrics/s and more"));
    assertThat(remarks(10, 6_000_000)).noneMatch(r -> r.contains("eats"));
  }

  private static List<String> remarks(int minimum, double peak) {
    PlanPolicy policy = new PlanPolicy(null, 90, 0.3, minimum, 1000, 0.5);
    List<RegionForecast> two = List.of(Forecasts.of("a", peak, 0.3), Forecasts.of("b", peak, 0.3));
    List<RegionSize> sizes = PlanSizing.of(two, policy, PER_POD);
    PlanTotals totals =
        new PlanTotals(
            GlobalForecast.of(two),
            sizes.stream().mapToInt(RegionSize::needed).sum(),
            sizes.stream().mapToDouble(RegionSize::average).sum(),
            PlanCost.of(sizes.get(0), null, 0.5));
    return PlanRemarks.of(totals, sizes, policy);
  }

  @Test
  void settingsThatNoPlanCanBeMadeFromAreNamed() {
    assertThat(new PlanPolicy(null, 89, -0.1, 10, 9, -1).problems())
        .anyMatch(p -> p.contains("plan.historyDays: it is 89"))
        .anyMatch(p -> p.contains("plan.headroom: it is -0.1 for every region"))
        .anyMatch(p -> p.contains("plan.minimumReplicas: it is 10, above"))
        .anyMatch(p -> p.contains("plan.pricePerPodHour: it is -1.0"))
        .hasSize(4);
    assertThat(POLICY.problems()).isEmpty();
  }
}
