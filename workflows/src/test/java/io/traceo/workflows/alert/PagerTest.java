package io.traceo.workflows.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.TestDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How pages leave a run, and that the run waits for none of them. */
class PagerTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();

  private final FakeChannels channels = new FakeChannels();
  private WorkflowClient client;
  private TestWorkflowEnvironment environment;

  /**
   * What a run does.
   *
   * @param alerts whether the group has a channel
   * @param pages carried from an earlier run
   */
  public record Order(boolean alerts, String what, PagerState pages) {}

  /** What is in the journal, and how long it took. */
  public record Told(List<String> lines, long tookMs) {}

  /** A run that pages. */
  @WorkflowInterface
  public interface Paging {
    /** As ordered. */
    @WorkflowMethod
    Told run(Order order);
  }

  /** Runs it. */
  public static final class PagingImpl implements Paging {
    @Override
    public Told run(Order order) {
      long started = Workflow.currentTimeMillis();
      Journal journal = new Journal(List.of(), order.pages());
      journal.page("before anything is known");
      journal.pager().learn(TestDefinition.withAlerts(order.alerts()));
      switch (order.what()) {
        case "page" -> {
          journal.page(AlertKind.DETECTION, "us-west-2 and then us-east-1 are silent");
          journal.page(AlertKind.DETECTION, "us-west-2 and then us-east-1 are silent");
          journal.page(AlertKind.BUDGET_EXPIRED, "route", "route is late");
          Workflow.sleep(Duration.ofMinutes(1));
          journal.over(AlertKind.DETECTION);
        }
        case "cancelled" -> {
          CancellationScope scope =
              Workflow.newCancellationScope(() -> journal.page(AlertKind.DRILL_FAILED, "it ended"));
          scope.run();
          scope.cancel();
        }
        case "carry" -> {
          journal.page(AlertKind.REPLICATION_LAG, "us-west-1", "us-west-1 is behind");
          if (order.pages() == null) {
            // Nothing has left yet: the activity was not even sent out.
            Workflow.continueAsNew(new Order(true, "carry", journal.pager().carry()));
          }
          Workflow.sleep(Duration.ofSeconds(10));
          journal.over(AlertKind.REPLICATION_LAG, "us-west-1");
        }
        default -> throw new IllegalArgumentException(order.what());
      }
      long took = Workflow.currentTimeMillis() - started;
      journal.pager().settle();
      return new Told(journal.lines(), took);
    }
  }

  @BeforeEach
  void start(TestWorkflowEnvironment started) {
    environment = started;
    client = environment.getWorkflowClient();
    Worker worker = environment.newWorker(TaskQueues.CONTROL);
    worker.registerWorkflowImplementationTypes(PagingImpl.class);
    worker.registerActivitiesImplementations(channels);
    environment.start();
  }

  private Told run(boolean alerts, String what) throws Exception {
    Paging paging =
        client.newWorkflowStub(
            Paging.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("p")
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    Told told = paging.run(new Order(alerts, what, null));
    WorkflowReplayer.replayWorkflowExecution(client.fetchHistory("p"), PagingImpl.class);
    return told;
  }

  @Test
  void pagesLeaveOnceTheDefinitionIsKnownAndWhatIsOverIsResolved() throws Exception {
    run(true, "page");
    assertThat(channels.said())
        .containsExactlyInAnyOrder(
            "ATTENTION 1",
            "DETECTION 2",
            "BUDGET_EXPIRED route",
            "DETECTION 2 over",
            "BUDGET_EXPIRED route over");
    Alert detection =
        channels.taken.stream().filter(a -> a.kind() == AlertKind.DETECTION).findFirst().get();
    assertThat(detection.labels()).containsEntry("region", "us-west-2");
    assertThat(detection.group()).isEqualTo("na");
    assertThat(detection.run()).isEqualTo("p");
    Alert over =
        channels.taken.stream()
            .filter(a -> a.kind() == AlertKind.DETECTION && a.resolved())
            .findFirst()
            .get();
    assertThat(over.startsAtMillis()).isEqualTo(detection.startsAtMillis());
  }

  @Test
  void whereNoChannelIsConfiguredNothingIsSentAndTheHistoryIsAsItWas() throws Exception {
    run(false, "page");
    assertThat(channels.taken).isEmpty();
    assertThat(client.fetchHistory("p").getHistory().getEventsList())
        .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  }

  @Test
  void aChannelThatTakesNothingHoldsUpNothingAndIsNamedAtTheEnd() throws Exception {
    channels.down = true;
    Told told = run(true, "page");
    assertThat(channels.refused.get()).isGreaterThan(3);
    assertThat(told.tookMs()).isBetween(60_000L, 65_000L);
    assertThat(told.lines())
        .anyMatch(l -> l.contains("a page was not taken (the run has ended): before anything"));
  }

  @Test
  void aCancelledScopeDoesNotTakeItsPageBack() throws Exception {
    run(true, "cancelled");
    assertThat(channels.said()).contains("DRILL_FAILED 2");
  }

  @Test
  void anEntityThatContinuesAsNewLosesNone() throws Exception {
    run(true, "carry");
    assertThat(channels.said())
        .containsExactlyInAnyOrder(
            "ATTENTION 1", "REPLICATION_LAG us-west-1", "REPLICATION_LAG us-west-1 over")
        .endsWith("REPLICATION_LAG us-west-1 over");
  }
}
