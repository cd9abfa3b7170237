package io.traceo.activities.group;

import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.activities.Failures;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupRequest;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Speaks to a group's entity through Temporal. Every call may be repeated: the entity knows its
 * operations by id.
 */
public final class TemporalGroupActivities implements GroupActivities {
  private static final List<String> ENDED =
      List.of("REFUSED", "ABORTED", "FAILED", "SUPERSEDED", "PROTECTED");

  private final WorkflowClient client;
  private final Function<String, Definition> definitions;
  private final List<String> groups;

  /**
   * Creates them.
   *
   * @param definitions by group id; throws {@code InvalidRequest} for an unknown one
   * @param groups ids of all groups of the topology
   */
  public TemporalGroupActivities(
      WorkflowClient client, Function<String, Definition> definitions, List<String> groups) {
    this.client = client;
    this.definitions = definitions;
    this.groups = List.copyOf(groups);
  }

  @Override
  public Definition define(DefinitionRequest request) {
    return definitions.apply(request.group());
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    return update(request.group(), "acquire", request, Grant.Answer.class);
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    return update(progress.group(), "advance", progress, Receipt.class);
  }

  @Override
  public Receipt release(Grant.Release release) {
    return update(release.group(), "release", release, Receipt.class);
  }

  @Override
  public GroupStatus status(StatusRequest request) {
    try {
      return query(request.group());
    } catch (WorkflowNotFoundException e) {
      start(request.group());
      return query(request.group());
    }
  }

  @Override
  public Neighbours neighbours(NeighboursRequest request) {
    List<Neighbour> watched = new ArrayList<>();
    for (String group : groups) {
      if (!group.equals(request.group())
          && describeRun(new RunQuery(WorkflowIds.group(group))).open()) {
        GroupStatus status = query(group);
        watched.add(
            new Neighbour(
                group,
                status.leader(),
                status.followers(),
                status.verdict(),
                status.grant(),
                status.drill()));
      }
    }
    return new Neighbours(watched);
  }

  @Override
  public FailoverSummary awaitFailover(AwaitFailover request) {
    long deadline = System.nanoTime() + Duration.ofMillis(request.patienceMs()).toNanos();
    while (true) {
      Activity.getExecutionContext().heartbeat(null);
      FailoverSummary last = query(request.group()).lastFailover();
      if (last != null && last.epoch() > request.aboveEpoch() && reached(last, request)) {
        return last;
      }
      if (System.nanoTime() > deadline) {
        throw Failures.of(
            FailureTypes.ABORTED,
            "the group did not get there within "
                + request.patienceMs()
                + " ms; last failover: "
                + (last == null ? "none" : last.stage() + " " + last.reason()));
      }
      pause();
    }
  }

  private static boolean reached(FailoverSummary last, AwaitFailover request) {
    return ENDED.contains(last.stage())
        || (!request.protectedToo() && last.stage().equals("RESUMED"));
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "interrupted while waiting", e);
    }
  }

  @Override
  public RunState describeRun(RunQuery query) {
    RunLook look = new RunLook(client);
    RunState state = look.at(query);
    if (state.open() || !query.scheduledToo()) {
      return state;
    }
    return new ScheduledLook(client)
        .running(query.workflowId())
        .map(id -> look.at(new RunQuery(id)))
        .filter(RunState::open)
        .orElse(state);
  }

  private GroupStatus query(String group) {
    return client
        .newUntypedWorkflowStub(WorkflowIds.group(group))
        .query("status", GroupStatus.class);
  }

  private <T> T update(String group, String name, Object argument, Class<T> result) {
    try {
      return send(group, name, argument, result);
    } catch (WorkflowNotFoundException e) {
      start(group);
      return send(group, name, argument, result);
    } catch (WorkflowServiceException e) {
      throw Failures.of(FailureTypes.UNREACHABLE, "group " + group + " did not answer " + name, e);
    }
  }

  private <T> T send(String group, String name, Object argument, Class<T> result) {
    return client
        .newUntypedWorkflowStub(WorkflowIds.group(group))
        .startUpdate(
            UpdateOptions.newBuilder(result)
                .setUpdateName(name)
                .setUpdateId(UUID.randomUUID().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            argument)
        .getResult();
  }

  private void start(String group) {
    startEntity(client, definitions.apply(group).group().id());
  }

  /** Starts the entity of a group, or joins the one that runs. */
  public static void startEntity(WorkflowClient client, String group) {
    client
        .newUntypedWorkflowStub(
            "Group",
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.group(group))
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary("group " + group)
                .build())
        .start(GroupRequest.of(group));
  }
}
