package io.traceo.workflows.failover;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverRequest.Authority;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.MembersSeen;
import io.traceo.workflows.group.Verdict;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run does where one before it promoted somebody and could not say so. */
class UnheardPromotionTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    world = bed.world;
    world.unreachable.add(EAST);
  }

  /** By the grant that is in force, whichever run had it first. */
  private FailoverRequest byGroup() {
    Grant holder = bed.group.holder();
    return by((holder == null ? bed.group.decides("f") : holder).token());
  }

  private static FailoverRequest by(String token) {
    return FailoverBed.by(
        new Authority(token, null, EAST, 1, TestDefinition.na(), null, null, null));
  }

  /** A failover that was ended between its promotion and its first word to the group. */
  private void promotedUnheard() {
    world.routeRefusals.set(Integer.MAX_VALUE);
    WorkflowStub first = bed.begin(byGroup());
    await(() -> !world.calls("route us-west-2").isEmpty());
    first.terminate("as an operator may");
    world.routeRefusals.set(0);
    world.timelines.put(WEST2, 2);
    world.calls.clear();
  }

  @Test
  void theRestIsDoneAndNobodyIsPromotedAgain() throws Exception {
    promotedUnheard();
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).as("%s", result.reason()).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(result.summary().epoch()).isEqualTo(2);
    assertThat(world.calls("seal", "arm", "promote")).isEmpty();
    assertThat(world.calls("route", "verify", "serving", "rejoin"))
        .containsExactly(
            "route us-west-2 us-west-2,us-west-1",
            "verify",
            "serving us-west-2",
            "rejoin us-east-1",
            "route us-west-2 us-east-1,us-west-2,us-west-1");
    assertThat(world.route.epoch()).isEqualTo(2);
  }

  @Test
  void alsoWhereTheNamesHaveMovedAlready() throws Exception {
    promotedUnheard();
    world.moved(WEST2);
    world.epochs.replaceAll((region, epoch) -> 2L);
    world.route = new Route(WEST2, List.of(WEST2, WEST1), 2, "DONE");
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).as("%s", result.reason()).isEqualTo("DONE");
    assertThat(world.calls("seal", "arm", "promote")).isEmpty();
  }

  /** It may have been heard of long ago, and the order is as old. */
  @Test
  void oneIsNothingToARunThatDoesNotOperateOnTheGroup() throws Exception {
    promotedUnheard();
    FailoverResult result = bed.run(by("na-0"));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(world.calls("route")).isEmpty();
  }

  @Test
  void oneThatSomebodyPromotedByHandIsNot() throws Exception {
    world.leader = WEST2;
    world.timelines.put(WEST2, 2);
    assertRefused("somebody promoted it");
  }

  /** Everything as a run would leave it, but for the epoch that only a run writes. */
  @Test
  void norOneByHandThatTheOthersFollow() throws Exception {
    promotedUnheard();
    world.epochs.replaceAll((region, epoch) -> 1L);
    world.route = new Route(WEST2, List.of(WEST2, WEST1), 1, "DONE");
    assertRefused("somebody else changed one of them");
  }

  @Test
  void norOneThatNobodyFollows() throws Exception {
    promotedUnheard();
    world.upstreams.put(WEST1, EAST);
    assertRefused("nobody else may lead beside it");
  }

  @Test
  void norOneOfAnotherEpochThanItsFollowers() throws Exception {
    promotedUnheard();
    world.epochs.put(WEST1, 1L);
    assertRefused("nobody else may lead beside it");
  }

  /** Then others may hold writes that the recorded set would not know of. */
  @Test
  void norOneThatWaitsForOthersThanFollowIt() throws Exception {
    promotedUnheard();
    ArmRequest armed = world.armed;
    world.confirming =
        new ArmRequest(
            armed.group(),
            armed.target(),
            List.of(WEST1, EAST),
            List.of(),
            armed.quorum(),
            armed.epoch());
    assertRefused("nobody else may lead beside it");
  }

  /** Who was never in the set in force proves nothing of it. */
  @Test
  void norOneWhoseFollowersDoNotMakeTheProof() {
    Definition four = TestDefinition.four();
    List<MemberState> seen =
        List.of(
            member(TestDefinition.EAST2, false, null, List.of(WEST1)),
            member(WEST1, true, TestDefinition.EAST2, List.of()));
    assertThat(planned(four, seen, WEST2, WEST1).refused()).isTrue();
    assertThat(planned(four, seen, TestDefinition.EAST2, WEST1).promoted()).isNotNull();
  }

  private FailoverPlan planned(Definition definition, List<MemberState> seen, String... set) {
    CopySet recorded = CopySet.of(List.of(set), 1, 0, "recorded");
    FailoverRequest request = FailoverBed.byGroup(definition);
    return new UnheardPromotion(definition, 1, seen, world.route)
        .orElse(Admission.plan(request, definition, EAST, 1, seen, world.route, recorded));
  }

  private static MemberState member(
      String region, boolean standby, String upstream, List<String> set) {
    return new MemberState(
        region, true, standby, 2, 1000, 2, "id", upstream, set, standby ? 0 : 1, null);
  }

  /** By hand, perhaps: then the names are somebody else's, too. */
  @Test
  void norWhereTheNamesPointToAThird() throws Exception {
    promotedUnheard();
    world.route = new Route(WEST1, List.of(WEST1), 1, "DONE");
    assertRefused("somebody else changed one of them");
  }

  @Test
  void whatWouldHappenSaysSo() {
    promotedUnheard();
    FailoverForecast forecast =
        FailoverForecast.of(
            TestDefinition.na(),
            1,
            Verdict.LEADER_DEAD,
            new MembersSeen(
                EAST,
                0,
                world.survey(new SurveyRequest("na", List.of(WEST2, WEST1))).members(),
                world.route,
                null),
            CopySet.declared(TestDefinition.na().group(), EAST));
    assertThat(forecast.target()).isEqualTo(WEST2);
    assertThat(forecast.why()).contains("leads already");
  }

  private void assertRefused(String why) throws Exception {
    FailoverResult result = bed.run(byGroup());
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains(why);
    assertThat(world.calls("route")).isEmpty();
  }
}
