package io.traceo.workflows.capacity;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.group.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts: all regions changed in order and proven, or all as they were. */
class CapacityRolloutTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RolloutBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RolloutBed(environment);
  }

  private CapacityRolloutReport refused(Map<String, Object> request, String... words)
      throws Exception {
    CapacityRolloutReport report = bed.run(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(words);
    assertThat(bed.changes()).isEmpty();
    bed.assertAsBefore();
    return report;
  }

  private CapacityRolloutReport rolledBack(String reason) throws Exception {
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(report.reason()).contains(reason);
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertAsBefore();
    return report;
  }

  @Test
  void followersComeFirstTheSmallerBeforeTheLargerAndTheLeaderLast() throws Exception {
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(bed.world.calls("acquire", "apply", "release"))
        .containsExactly(
            "acquire CAPACITY",
            "apply " + WEST1,
            "apply " + WEST2,
            "apply " + EAST,
            "release na-7");
    assertThat(report.regions()).extracting(RolloutRegion::state).containsOnly(State.PROVEN);
    assertThat(report.simulated()).containsExactly("pods: marked ready");
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertChanged();
  }

  @Test
  void theNextBatchWaitsUntilTheOneBeforeIsReadyAndStaysWell() throws Exception {
    bed.capacity.looksUntilReady.put(WEST1, 3);
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).isEqualTo("DONE");
    List<String> calls = bed.world.calls("apply", "ready", "measure");
    assertThat(calls.subList(calls.indexOf("apply " + WEST1), calls.indexOf("apply " + WEST2)))
        .startsWith("apply " + WEST1, "ready " + WEST1, "ready " + WEST1, "ready " + WEST1)
        .filteredOn(c -> c.startsWith("measure"))
        .hasSizeGreaterThan(2);
    assertThat(report.readings()).isNotEmpty().allMatch(r -> r.contains("errors is 0.0"));
  }

  @Test
  void aDryRunChangesNothingAndTakesNoGrant() throws Exception {
    CapacityRolloutReport report = bed.run(RolloutBed.all("dryRun", true));
    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(report.regions())
        .extracting(RolloutRegion::region)
        .containsExactly(WEST1, WEST2, EAST);
    assertThat(bed.world.calls("rehearse")).hasSize(3);
    assertThat(bed.world.calls("acquire", "apply")).isEmpty();
    bed.assertAsBefore();
  }

  @Test
  void aRegionThatIsAsItIsToBeIsNotTouched() throws Exception {
    bed.capacity.specs.put(WEST2, "9 to 90");
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).isEqualTo("DONE");
    assertThat(bed.changes()).containsExactly("apply " + WEST1, "apply " + EAST);
    assertThat(report.regions().get(0).state()).isEqualTo(State.ALREADY);
  }

  @ParameterizedTest
  @ValueSource(strings = {WEST1, WEST2, EAST})
  void aGateThatIsNotMetTakesEveryTouchedRegionBack(String region) throws Exception {
    bed.capacity.readings.put(region, 0.2);
    CapacityRolloutReport report = rolledBack("gate not met: " + region + ": errors is 0.2");
    assertThat(report.regions())
        .filteredOn(r -> bed.changes().contains("apply " + r.region()))
        .extracting(RolloutRegion::state)
        .containsOnly(State.TAKEN_BACK);
  }

  @Test
  void noNumberIsNoGoodAnswer() throws Exception {
    bed.capacity.readings.put(WEST1, Double.NaN);
    rolledBack("gate not met");
  }

  @Test
  void podsThatDoNotGetReadyTakeEveryTouchedRegionBack() throws Exception {
    bed.capacity.looksUntilReady.put(WEST2, 100_000);
    CapacityRolloutReport report = rolledBack("ready 2 was not done within");
    assertThat(bed.changes())
        .containsExactlyInAnyOrder(
            "apply " + WEST1, "apply " + WEST2, "back " + WEST1, "back " + WEST2);
    assertThat(report.regions().get(2).state()).isEqualTo(State.PLANNED);
  }

  @Test
  void aPrometheusThatStopsAnsweringIsNoGoodAnswer() throws Exception {
    bed.world.meanwhile.put(
        "apply " + WEST1,
        () ->
            bed.world.failing.put(
                "measure " + WEST1, failure(FailureTypes.NOT_READY, "Prometheus has no answer")));
    rolledBack("Prometheus has no answer");
  }

  @Test
  void whatIsNotWellBeforeIsNotTouched() throws Exception {
    bed.capacity.before.put(WEST2, 0.5);
    refused(RolloutBed.all(), "not met before anything was changed: us-west-2: errors is 0.5");
    assertThat(bed.world.calls("release")).hasSize(1);
  }

  @Test
  void aGateThatCannotBeAskedIsToldBeforeAnythingIsChanged() throws Exception {
    bed.world.failing.put(
        "measure " + WEST2, failure(FailureTypes.INVALID_REQUEST, "names no Prometheus"));
    refused(RolloutBed.all(), "us-west-2: errors: names no Prometheus");
  }

  @Test
  void whatSomebodyElseManagesIsNotTakenOverWithoutForce() throws Exception {
    bed.capacity.drift.put(WEST2, "kubectl");
    CapacityRolloutReport report =
        refused(RolloutBed.all(), WEST2 + ": floor is managed by kubectl", "force");
    assertThat(report.regions()).isEmpty();
  }

  @Test
  void withForceItIsTakenOverAndSaid() throws Exception {
    bed.capacity.drift.put(WEST2, "kubectl");
    CapacityRolloutReport report = bed.run(RolloutBed.all("force", true));
    assertThat(report.verdict()).isEqualTo("DONE");
    assertThat(report.forced()).isTrue();
    assertThat(report.events().toString()).contains("managed by kubectl");
  }

  @Test
  void everyRegionThatWouldNotDoItIsNamedBeforeAnythingIsChanged() throws Exception {
    bed.world.failing.put(
        "rehearse " + WEST1, failure(FailureTypes.UNREACHABLE, "cluster of us-west-1: refused"));
    bed.world.failing.put(
        "rehearse " + WEST2, failure(FailureTypes.FORBIDDEN, "cluster of us-west-2: forbidden"));
    refused(RolloutBed.all(), "us-west-1: cluster of us-west-1", "us-west-2: cluster of us-west-2");
  }

  @Test
  void aMistypedRecordIsRefusedByRegionAndField() throws Exception {
    Map<String, Object> request = RolloutBed.all("szies", 1);
    request.put(
        "sizes",
        Map.of(
            WEST2, Map.of("minimum", 9, "maximum", 3), WEST1, Map.of("minimun", 4, "maximum", 0)));
    refused(
        request,
        "unknown field \"szies\"",
        "sizes.us-west-2.minimum is 9, above its maximum of 3",
        "sizes.us-west-1: unknown field \"minimun\"",
        "field \"sizes.us-west-1.minimum\" is missing");
  }

  @Test
  void aSizeThatIsNoSizeIsRefusedByRegionAndField() throws Exception {
    Map<String, Object> request = RolloutBed.all();
    request.put("group", "na");
    Map<String, Object> half = new LinkedHashMap<>();
    half.put("minimum", 30.5);
    half.put("maximum", null);
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put(EAST, Map.of("minimum", "thirty", "maximum", List.of(300)));
    sizes.put(WEST1, half);
    sizes.put(WEST2, List.of(30, 300));
    sizes.put("eu-west-1", null);
    request.put("sizes", sizes);
    refused(
        request,
        "sizes.us-east-1.minimum is \"thirty\"; it must be a whole number",
        "sizes.us-east-1.maximum is the list [300]; it must be a whole number",
        "sizes.us-west-1.minimum is 30.5; it must be a whole number",
        "field \"sizes.us-west-1.maximum\" is missing",
        "sizes.us-west-2 is the list [30, 300]; type it as {",
        "sizes.eu-west-1 is null; type it as {");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"us-west-2=30:300\"", "true"})
  void sizesThatNameNoRegionAreRefused(String typed) throws Exception {
    Object sizes = PayloadMapper.create().readValue(typed, Object.class);
    refused(RolloutBed.all("sizes", sizes), "sizes is ", "type it as {\"us-west-2\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null"})
  void sizesThatAreMissingAreAskedFor(String typed) throws Exception {
    Object sizes = PayloadMapper.create().readValue(typed, Object.class);
    refused(RolloutBed.all("sizes", sizes), "field \"sizes\" is missing");
  }

  @Test
  void aRegionOfSomebodyElseIsRefused() throws Exception {
    refused(
        Map.of("group", "na", "sizes", Map.of("eu-west-1", Map.of("minimum", 1, "maximum", 2))),
        "sizes.eu-west-1 is no region of group na; it has us-east-1, us-west-2, us-west-1");
  }

  @Test
  void aGroupInTroubleIsNotTouched() throws Exception {
    bed.group.verdict = Verdict.LEADER_DEAD;
    refused(RolloutBed.all(), "LEADER_DEAD of us-east-1");
  }

  @Test
  void aBusyGroupRefuses() throws Exception {
    bed.group.busyWith("drill/na");
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("busy with drill/na");
    assertThat(bed.group.holder()).isNotNull();
    assertThat(bed.changes()).isEmpty();
  }
}
