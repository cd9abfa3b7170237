package io.traceo.workflows.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityInterface;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.TestDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store is asked where its key is: in the cold region. */
@Timeout(60)
class BackupStockTest {
  private TestWorkflowEnvironment environment;
  private volatile String trouble = "";

  /** The two activities that it needs, by their names. */
  @ActivityInterface(namePrefix = "Group")
  public interface Defines {
    Definition define(DefinitionRequest request);
  }

  /** Of the cold place. */
  @ActivityInterface(namePrefix = "Backup")
  public interface Lists {
    Stock list(BackupQuery query);
  }

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance(TestTemporal.options(true));
    Definition na = TestDefinition.na();
    var control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(BackupStockWorkflowImpl.class);
    control.registerActivitiesImplementations((Defines) request -> na);
    environment
        .newWorker(TaskQueues.place(na.group().cold()))
        .registerActivitiesImplementations((Lists) query -> list(query));
    environment.start();
  }

  private Stock list(BackupQuery query) {
    if (!trouble.isEmpty()) {
      throw ApplicationFailure.newFailure("no answer from the store of " + query.group(), trouble);
    }
    return new Stock(List.of(), null, List.of("a torn one of " + query.group()));
  }

  @AfterEach
  void stop() {
    environment.close();
  }

  @Test
  void theColdRegionsWorkerAnswers() {
    assertThat(run(Map.of("group", "na")).broken()).containsExactly("a torn one of na");
  }

  @Test
  void aStoreThatStaysSilentIsGivenUpWithWhatItSaid() {
    trouble = "Unreachable";
    assertThatThrownBy(() -> run(Map.of("group", "na")))
        .isInstanceOf(WorkflowFailedException.class)
        .rootCause()
        .hasMessageContaining("no answer from the store of na");
  }

  @Test
  void whatIsMisspeltIsRefusedByName() {
    assertThatThrownBy(() -> run(Map.of("group", "na", "regoin", "x")))
        .isInstanceOf(WorkflowFailedException.class)
        .rootCause()
        .hasMessageContaining("regoin");
  }

  private Stock run(Map<String, Object> request) {
    WorkflowStub run =
        environment
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "BackupStock",
                WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).build());
    run.start(request);
    return run.getResult(Stock.class);
  }
}
