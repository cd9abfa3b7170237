package io.traceo.starters.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Memo;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.traceo.starters.schedules.ScheduleDiff.Change;
import io.traceo.starters.schedules.ScheduleDiff.Field;
import io.traceo.starters.schedules.ScheduleDiff.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is created, changed and removed, and what is let alone. */
class ScheduleDiffTest {
  private static final PlannedSchedule PLANNED = planned("0 2 * * *");

  private static PlannedSchedule planned(String cron) {
    return new PlannedSchedule(
        "backup/na",
        "na",
        null,
        Operation.BACKUP,
        Map.of("group", "na", "reason", "why", "startedBy", "schedule"),
        "UTC",
        Calendars.ofCron(cron),
        List.of());
  }

  private static KeptSchedule kept(String id, boolean ours, Schedule schedule) {
    Memo.Builder memo = Memo.newBuilder();
    if (ours) {
      memo.putFields(KeptSchedule.MARK, ScheduleProtos.payload("backup.yaml"));
    }
    return new KeptSchedule(
        id, DescribeScheduleResponse.newBuilder().setSchedule(schedule).setMemo(memo).build());
  }

  private static List<Change> diff(List<PlannedSchedule> planned, KeptSchedule... kept) {
    return ScheduleDiff.of(
        planned, Arrays.stream(kept).collect(Collectors.toMap(KeptSchedule::id, k -> k)));
  }

  @Test
  void whatIsNotThereIsCreated() {
    assertThat(diff(List.of(PLANNED)))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.kind()).isEqualTo(Kind.CREATE);
              assertThat(c.fields()).contains(new Field("at", null, "0 2 * * *"));
            });
  }

  @Test
  void whatTheServerFillsInAndWhoPausedItIsNoDifference() {
    Schedule.Builder there = ScheduleProtos.of(PLANNED).toBuilder();
    there.getSpecBuilder().setJitter(com.google.protobuf.Duration.getDefaultInstance());
    there
        .getSpecBuilder()
        .getStructuredCalendarBuilder(0)
        .setMinute(0, Range.newBuilder().setStart(0));
    there.getActionBuilder().getStartWorkflowBuilder().getHeaderBuilder();
    there.setState(ScheduleState.newBuilder().setPaused(true).setNotes("by bob"));
    assertThat(diff(List.of(PLANNED), kept("backup/na", true, there.build()))).isEmpty();
  }

  @Test
  void onlyTheFieldsThatDifferAreTold() {
    Schedule.Builder there = ScheduleProtos.of(planned("30 2 * * 1-5")).toBuilder();
    there.setPolicies(
        SchedulePolicies.newBuilder(there.getPolicies()).setPauseOnFailure(true).build());
    assertThat(diff(List.of(PLANNED), kept("backup/na", true, there.build())))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.kind()).isEqualTo(Kind.CHANGE);
              assertThat(c.fields())
                  .containsExactlyInAnyOrder(
                      new Field("at", "30 2 * * 1-5", "0 2 * * *"),
                      new Field("paused by a failure", "yes", null));
            });
  }

  @Test
  void whatNoRunbookWantsGoesOnlyWhenItIsOurs() {
    Schedule any = ScheduleProtos.of(PLANNED);
    assertThat(
            diff(List.of(), kept("backup/old", true, any), kept("theirs", false, any)).stream()
                .map(c -> c.kind() + " " + c.id()))
        .containsExactly("REMOVE backup/old");
  }

  @Test
  void oneOfSomebodyElseWithTheSameIdIsNeverChanged() {
    Schedule any = ScheduleProtos.of(planned("1 1 1 1 *"));
    assertThat(diff(List.of(PLANNED), kept("backup/na", false, any)))
        .singleElement()
        .extracting(Change::kind)
        .isEqualTo(Kind.FOREIGN);
  }
}
