package io.traceo.workflows.restore;

import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.contract.FailureTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stand beside a group: seen, and removed one at a time. */
class RestoredServersTest {
  private static final String ONE = "restore-20261125T030000-1f2e3d";
  private static final String OTHER = "test-20261126T030000-aaaaaa";

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
    bed.group.describes = id -> new RunState(false, "COMPLETED", null);
    bed.backups.standing.addAll(List.of(ONE, OTHER));
  }

  private RestoredServersResult run(Map<String, Object> more) throws Exception {
    Map<String, Object> request = new HashMap<>(more);
    request.put("group", "na");
    RestoredServersResult result =
        bed.begin("RestoredServers", request).getResult(RestoredServersResult.class);
    bed.replay("RestoredServers");
    return result;
  }

  private void assertAllStand() {
    assertThat(bed.world.calls("discard")).isEmpty();
    assertThat(bed.backups.standing).containsExactlyInAnyOrder(ONE, OTHER);
  }

  @Test
  void allOfTheColdRegionAreListed() throws Exception {
    RestoredServersResult result = run(Map.of());
    assertThat(result.outcome()).as("%s", result).isEqualTo("LISTED");
    assertThat(result.region()).isEqualTo("us-west-2");
    assertThat(result.servers()).extracting(KeptServer::restoreId).containsExactly(ONE, OTHER);
    assertThat(bed.world.calls("kept", "acquire")).containsExactly("kept");
    assertAllStand();
  }

  @Test
  void oneIsRemovedAndTheOthersStayAndItIsSafeToRepeat() throws Exception {
    RestoredServersResult result =
        run(Map.of("remove", ONE, "startedBy", "me", "reason", "copied what was needed"));
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.servers()).extracting(KeptServer::restoreId).containsExactly(OTHER);
    assertThat(bed.backups.standing).containsExactly(OTHER);
    assertThat(result.events())
        .anyMatch(e -> e.contains(ONE + ": gone, by me: copied what was needed"));
    assertThat(bed.world.calls("acquire")).isEmpty();
  }

  @Test
  void oneThatIsGoneAlreadyIsSaidSo() throws Exception {
    bed.backups.standing.remove(ONE);
    RestoredServersResult result = run(Map.of("remove", ONE));
    assertThat(result.outcome()).isEqualTo("ALREADY");
    assertThat(result.reason()).contains(ONE, "us-west-2");
    assertThat(bed.world.calls("discard")).isEmpty();
  }

  @Test
  void aRemovalWhoseAnswerWasLostIsMadeAgain() throws Exception {
    int[] tries = {0};
    bed.world.meanwhile.put(
        "discard",
        () -> {
          if (tries[0]++ == 0) {
            bed.backups.standing.remove(ONE);
            throw failure(FailureTypes.UNREACHABLE, "the answer never came");
          }
        });
    assertThat(run(Map.of("remove", ONE)).outcome()).isEqualTo("DONE");
    assertThat(tries[0]).isEqualTo(2);
  }

  @Test
  void aDryRunRemovesNothing() throws Exception {
    RestoredServersResult result = run(Map.of("remove", ONE, "dryRun", true));
    assertThat(result.outcome()).isEqualTo("PLANNED");
    assertThat(result.reason()).contains(ONE, "would be ended");
    assertAllStand();
  }

  @Test
  void theMemberIsNeverRemoved() throws Exception {
    bed.backups.installed = ONE;
    RestoredServersResult result = run(Map.of("remove", ONE));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("is the member of us-west-2 now");
    assertAllStand();
  }

  @Test
  void oneThatBecameTheMemberMeanwhileIsLeftToo() throws Exception {
    bed.once("discard", () -> bed.backups.installed = ONE);
    RestoredServersResult result = run(Map.of("remove", ONE));
    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(result.reason()).contains("it is the member's own");
    assertThat(bed.backups.standing).contains(ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"restore/na", "restore-test/na"})
  void oneThatMayBeAtWorkIsLeft(String open) throws Exception {
    bed.backups.unfinished.add(ONE);
    bed.group.describes = id -> new RunState(id.equals(open), null, null);
    RestoredServersResult result = run(Map.of("remove", ONE));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("is not finished", open + " is under way");
    assertAllStand();
  }

  @Test
  void whatALostRunLeftHalfFinishedIsRemoved() throws Exception {
    bed.backups.unfinished.add(ONE);
    assertThat(run(Map.of("remove", ONE)).outcome()).isEqualTo("DONE");
    assertThat(bed.backups.standing).containsExactly(OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "remove, ../data, which names no restored server",
    "remove, na, which names no restored server",
    "remvoe, " + ONE + ", unknown field",
    "region, moon, not in the topology"
  })
  void badInputIsRefusedBeforeAnythingIsTouched(String field, String value, String reason)
      throws Exception {
    RestoredServersResult result = run(Map.of(field, value));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains(reason);
    assertThat(bed.world.calls("kept")).isEmpty();
    assertAllStand();
  }

  @Test
  void anotherRegionIsAskedWhenItIsNamed() throws Exception {
    assertThat(run(Map.of("region", "us-west-1")).region()).isEqualTo("us-west-1");
  }

  @Test
  void aPlaceThatIsAwayIsNamed() throws Exception {
    bed.world.failing.put("kept", failure(FailureTypes.FORBIDDEN, "no access in us-west-2"));
    RestoredServersResult result = run(Map.of("remove", ONE));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("no access in us-west-2");
    assertAllStand();
  }
}
