package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.topology.Configuration;
import io.traceo.starters.schedules.KeptSchedule;
import io.traceo.starters.schedules.PlannedSchedule;
import io.traceo.starters.schedules.RunbookSchedules;
import io.traceo.starters.schedules.ScheduleBook;
import io.traceo.starters.schedules.ScheduleTrouble;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** {@code traceo schedules} as a user types it, on a real server that keeps schedules. */
@Timeout(60)
@TestMethodOrder(OrderAnnotation.class)
class SchedulesIT extends ScheduleCommands {
  @Test
  @Order(1)
  void aConfiguredEnvironmentWantsYesAndADryRunChangesNothing() {
    assertThat(runbook("apply")).isEqualTo(ExitCodes.REFUSED);
    assertThat(out).contains("+ create drill/na", "apply it with --yes").doesNotContain("created");
    assertThat(runbook("apply", "--dry-run")).isZero();
    assertThat(runbook("list")).isZero();
    assertThat(out)
        .contains("drill/na, namespace default\n  not there yet: traceo schedules apply");
    assertThat(runbook("pause", "drill/na", "--reason", "why")).isEqualTo(ExitCodes.USAGE);
    assertThat(err).contains("unknown schedule drill/na; there are none yet");
  }

  @Test
  @Order(2)
  void oneOfTheSameIdThatSomebodyElseMadeIsNamedAndNothingIsChanged() {
    foreign("backup/na");
    assertThat(runbook("apply", "--yes")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err)
        .contains("in the way: schedule backup/na in namespace default", "Nothing was changed");
    assertThat(new ScheduleBook(connection.client()).find("drill/na")).isEmpty();
    assertThat(runbook("pause", "backup/na", "--reason", "why")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err).contains("was not made from a runbook");
    schedules().getHandle("backup/na").delete();
  }

  @Test
  @Order(3)
  void createsWhatTheRunbooksSayAndIsThenDone() {
    assertThat(runbook("apply", "--yes")).as(err).isZero();
    assertThat(out)
        .contains("created drill/na", "created backup/sa", "created restore-test/eu")
        .contains("+ create drill/china in namespace " + ISOLATED);
    assertThat(new ScheduleBook(isolated.client()).find("backup/china")).isPresent();
    assertThat(new ScheduleBook(connection.client()).find("backup/china")).isEmpty();
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out).isEqualTo("nothing to change: 14 schedules are as the runbooks say\n");
  }

  @Test
  @Order(4)
  void listsTheNextTimesAndWhatHappensToAMissedRun() throws Exception {
    assertThat(runbook("list", "--json")).isZero();
    JsonNode eu = view("drill/eu");
    assertThat(eu.path("next")).hasSize(3);
    assertThat(eu.path("next").get(0).asText()).matches("20\\d\\d-\\d\\d-04 10:00 \\+00:00");
    assertThat(eu.path("what").asText()).startsWith("Drill {\"group\":\"eu\"");
    assertThat(view("drill/sa").path("what").asText()).contains("\"mode\":\"SWITCHOVER\"");
    assertThat(eu.path("policy").asText()).contains("SKIP, made up for within 10m: a drill that");
    assertThat(out).doesNotContain(FOREIGN);
  }

  @Test
  @Order(5)
  void whatIsPausedStartsNothing() {
    assertThat(runbook("pause", "backup/eu", "--reason", "disk is full")).isZero();
    assertThat(runbook("pause", "backup/eu", "--reason", "again")).isZero();
    assertThat(out).contains("backup/eu is paused already: paused by os:", "disk is full");
    assertThat(runbook("trigger", "backup/eu", "--yes")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err).contains("backup/eu is paused by os:", "disk is full", "schedules resume");
  }

  @Test
  @Order(6)
  void anEditedRunbookIsShownFieldByFieldAndOnlyItsSchedulesChange() throws Exception {
    edit("backup.yaml", "0 2 * * *", "30 2 * * *");
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out.lines().filter(l -> l.startsWith("~ change ")))
        .hasSize(4)
        .allMatch(l -> l.startsWith("~ change backup/"));
    assertThat(out.lines().filter(l -> l.startsWith("    ")))
        .hasSize(4)
        .allMatch(l -> l.equals("    at: 0 2 * * * -> 30 2 * * *"));
    assertThat(out).doesNotContain("create", "remove");
    assertThat(runbook("list", "--json")).isZero();
    assertThat(view("backup/eu").path("paused").asText()).contains("disk is full");
    assertThat(view("backup/eu").path("when").asText()).isEqualTo("30 2 * * *");
    assertThat(runbook("resume", "backup/eu", "--reason", "disk is larger")).isZero();
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out).startsWith("nothing to change");
  }

  @Test
  @Order(7)
  void whatSomebodySetByHandIsShownAndTakenBack() {
    ScheduleHandle handle = schedules().getHandle("restore-test/na");
    handle.update(
        input ->
            new ScheduleUpdate(
                Schedule.newBuilder(input.getDescription().getSchedule())
                    .setSpec(
                        ScheduleSpec.newBuilder(input.getDescription().getSchedule().getSpec())
                            .setJitter(Duration.ofMinutes(5))
                            .build())
                    .build()));
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out).contains("~ change restore-test/na", "jitter: 5m -> (not set)");
    assertThat(handle.describe().getSchedule().getSpec().getJitter()).isIn(null, Duration.ZERO);
  }

  @Test
  @Order(8)
  void aPauseBetweenTheLookAndTheChangeIsNotOverwritten() {
    ScheduleBook book = new ScheduleBook(connection.client());
    PlannedSchedule planned =
        RunbookSchedules.of(Configuration.load(runbooks.resolve("topology.yaml"), runbooks))
            .stream()
            .filter(p -> p.id().equals("restore-test/sa"))
            .findFirst()
            .orElseThrow();
    PlannedSchedule later =
        new PlannedSchedule(
            planned.id(),
            planned.group(),
            planned.namespace(),
            planned.operation(),
            planned.request(),
            "Europe/Berlin",
            planned.times(),
            planned.except());
    KeptSchedule seen = book.find(planned.id()).orElseThrow();
    book.pause(planned.id(), "just now");
    assertThatThrownBy(() -> book.change(seen, later))
        .isInstanceOf(ScheduleTrouble.class)
        .hasMessageContaining("somebody else changed it just now");
    assertThat(book.find(planned.id()).orElseThrow().paused()).isTrue();
    assertThatThrownBy(() -> book.create(planned)).hasMessageContaining("somebody else");
    book.resume(planned.id(), "goes on");
  }

  @Test
  @Order(9)
  void aTriggeredRunHasTheRecordOfOneByHandAndItsResultIsListed() throws Exception {
    assertThat(runbook("trigger", "drill/na")).isEqualTo(ExitCodes.REFUSED);
    assertThat(out).contains("would start Drill as drill/na", "--yes");
    assertThat(runbook("trigger", "drill/na", "--yes")).as(err).isZero();
    assertThat(out).startsWith("started drill/na-20").contains(", run ");
    String id = out.substring("started ".length(), out.indexOf(','));
    WorkflowStub run = connection.client().newUntypedWorkflowStub(id);
    assertThat(run.getResult(20, TimeUnit.SECONDS, JsonNode.class).path("verdict").asText())
        .isEqualTo("FAILED");
    WorkflowExecutionStartedEventAttributes started =
        connection
            .client()
            .fetchHistory(id)
            .getEvents()
            .get(0)
            .getWorkflowExecutionStartedEventAttributes();
    assertThat(started.getWorkflowType().getName()).isEqualTo("Drill");
    assertThat(started.getTaskQueue().getName()).isEqualTo(TaskQueues.CONTROL);
    Payload input = started.getInput().getPayloads(0);
    assertThat(
            PayloadMapper.dataConverter()
                .fromPayload(input, JsonNode.class, JsonNode.class)
                .toString())
        .isEqualTo("{\"group\":\"na\",\"reason\":\"monthly drill\",\"startedBy\":\"schedule\"}");
    WorkflowExecutionDescription described = run.describe();
    assertThat(described.getMemo("who", String.class)).isEqualTo("schedule");
    assertThat(described.getMemo("why", String.class)).isEqualTo("monthly drill");
    assertThat(described.getStaticSummary()).isEqualTo("Drill of na, by schedule");
    assertThat(runbook("list")).isZero();
    assertThat(out).contains("FAILED: two writes are missing (" + id + ", run ");
  }

  @Test
  @Order(10)
  void noSecondRunIsStartedBesideOneThatIsUnderWay() {
    assertThat(runbook("trigger", "drill/eu", "--yes")).as(err).isZero();
    assertThat(runbook("trigger", "drill/eu", "--yes")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err).contains("drill/eu-20", "runs already");
    assertThat(traceo("drill", "eu", "--yes")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err).contains("drill/eu-20", "runs already");
    TemporalGroupActivities group =
        new TemporalGroupActivities(
            connection.client(),
            g -> {
              throw new IllegalStateException(g);
            },
            List.of());
    assertThat(group.describeRun(new RunQuery("drill/eu", null, true)).open()).isTrue();
    assertThat(group.describeRun(new RunQuery("drill/eu")).open()).isFalse();
    assertThat(group.describeRun(new RunQuery("drill/sa", null, true)).open()).isFalse();
    assertThat(group.describeRun(new RunQuery("restore/eu", null, true)).open()).isFalse();
    assertThat(runbook("list")).isZero();
    assertThat(out).contains("RUNNING (drill/eu-20");
  }

  @Test
  @Order(11)
  void whatNoRunbookWantsAnyLongerIsRemovedAndWhatIsNotOursStays() throws Exception {
    String text = Files.readString(runbooks.resolve("drill.yaml"));
    Files.writeString(runbooks.resolve("drill.yaml"), text.substring(0, text.indexOf("schedule:")));
    assertThat(runbook("apply", "--dry-run")).isZero();
    assertThat(out.lines().filter(l -> l.startsWith("- remove drill/"))).hasSize(4);
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out).contains("removed drill/na", "removed drill/china");
    assertThat(runbook("apply", "--yes")).isZero();
    assertThat(out).isEqualTo("nothing to change: 10 schedules are as the runbooks say\n");
    assertThat(schedules().getHandle(FOREIGN).describe().getId()).isEqualTo(FOREIGN);
  }

  @Test
  @Order(12)
  void allAreHeldAndLetGoTogether() {
    assertThat(runbook("pause", "--all", "--reason", "big migration")).isZero();
    assertThat(out.lines().filter(l -> l.startsWith("paused "))).hasSize(10);
    assertThat(schedules().getHandle(FOREIGN).describe().getSchedule().getState().isPaused())
        .isFalse();
    assertThat(runbook("resume", "--all", "--reason", "migrated")).isZero();
    assertThat(out.lines().filter(l -> l.startsWith("resumed "))).hasSize(10);
    assertThat(out).contains("which was paused by os:", "big migration");
  }
}
