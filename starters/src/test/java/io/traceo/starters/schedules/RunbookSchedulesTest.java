package io.traceo.starters.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.capacity.CapacityPlanRequest;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillRequest;
import io.traceo.workflows.restore.BackupRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the shipped runbooks ask for. */
class RunbookSchedulesTest {
  private static final Path SHIPPED = Path.of("..", "runbooks");
  private static final List<PlannedSchedule> ALL =
      RunbookSchedules.of(Configuration.load(SHIPPED.resolve("topology.yaml"), SHIPPED));

  private static PlannedSchedule planned(String id) {
    return ALL.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  private static Map<String, String> fields(String id) {
    return ScheduleFields.of(ScheduleProtos.of(planned(id)));
  }

  @Test
  void eachGroupHasThreeAndThePlansAreByNamespace() {
    assertThat(ALL).hasSize(7 * 3 + 2);
    assertThat(ALL.stream().filter(p -> p.namespace() != null).map(PlannedSchedule::id))
        .containsExactly(
            "drill/china", "backup/china", "restore-test/china", "capacity-plan/china");
    assertThat(planned("capacity-plan").request())
        .isEqualTo(Map.of("reason", "capacity plan by its schedule", "startedBy", "schedule"));
    assertThat(planned("capacity-plan/china").request()).containsEntry("groups", List.of("china"));
  }

  @Test
  void noTwoGroupsAreDrilledAtOnce() {
    Set<String> moments = new HashSet<>();
    ALL.stream()
        .filter(p -> p.operation() == Operation.DRILL)
        .forEach(p -> moments.add(fields(p.id()).get("at")));
    assertThat(moments).hasSize(7);
  }

  @Test
  void aGroupWhoseOutageWouldWaitForAPersonIsDrilledByASwitch() {
    for (String group : List.of("china", "india", "japan", "apac", "sa")) {
      assertThat(planned("drill/" + group).request()).containsEntry("mode", "SWITCHOVER");
    }
    for (String group : List.of("na", "eu")) {
      assertThat(planned("drill/" + group).request()).doesNotContainKey("mode");
    }
  }

  @Test
  void recordsAreRightAsIfSomebodyHadTypedThem() {
    ObjectMapper mapper = PayloadMapper.create();
    for (PlannedSchedule planned : ALL) {
      List<String> problems =
          switch (planned.operation()) {
            case DRILL -> mapper.convertValue(planned.request(), DrillRequest.class).problems();
            case BACKUP, RESTORE_TEST ->
                mapper.convertValue(planned.request(), BackupRequest.class).problems();
            case CAPACITY_PLAN ->
                mapper.convertValue(planned.request(), CapacityPlanRequest.class).problems();
          };
      assertThat(problems).as(planned.id()).isEmpty();
    }
  }

  @Test
  void everythingThatMattersIsAField() {
    assertThat(fields("drill/na"))
        .containsEntry("starts", "Drill")
        .containsEntry(
            "input", "{\"group\":\"na\",\"reason\":\"monthly drill\",\"startedBy\":\"schedule\"}")
        .containsEntry("at", "0 10 3 * *")
        .containsEntry("not on", "month 12 day 20-31 (year end); month 1 day 1-2 (year end)")
        .containsEntry("time zone", "UTC")
        .containsEntry("while one runs", "SKIP")
        .containsEntry("made up for within", "10m")
        .containsEntry("workflow id", "drill/na")
        .containsEntry("task queue", "traceo")
        .containsEntry("workflow task timeout", "2s")
        .containsEntry("memo who", "\"schedule\"")
        .containsEntry("memo why", "\"monthly drill\"");
    assertThat(fields("restore-test/eu")).containsEntry("made up for within", "1h");
    assertThat(fields("backup/eu")).containsEntry("made up for within", "24h");
  }

  @Test
  void aMissedDrillIsForgottenBeforeTheNextGroupsComes() {
    // Two of them made up for at once would be two groups at once; 2 h is the least stagger.
    assertThat(Operation.DRILL.catchUp()).isLessThan(Duration.ofHours(1));
  }
}
