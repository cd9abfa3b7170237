package io.traceo.workflows.group;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopiesRequest;
import io.traceo.workflows.copies.CopiesWorkflow;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.OnLastCopy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leader that lives while its commits wait for want of followers: as the topology says, writes
 * wait until a copy is back, or a run asks people whether they go on. Nobody is ever promoted.
 */
final class Degrading {
  private static final long BEFORE_NEXT_TRY_MILLIS = 10_000;
  private static final String ABOUT = "last copy";

  private final GroupMemory memory;
  private final Definition definition;
  private final Gates gates;
  private @Nullable String told;
  private long triedAtMillis;

  Degrading(GroupMemory memory, Definition definition, Gates gates) {
    this.memory = memory;
    this.definition = definition;
    this.gates = gates;
  }

  /** Looks at the verdict; starts the run when it is time. */
  void tend(Verdict verdict) {
    if (verdict != Verdict.QUORUM_LOST) {
      if (told != null && verdict != Verdict.UNKNOWN) {
        memory.journal.over(AlertKind.ATTENTION, ABOUT);
        told = null;
      }
      return;
    }
    long now = Workflow.currentTimeMillis();
    String held = held(now);
    if (held != null) {
      page(held);
    } else if (triedAtMillis == 0 || now - triedAtMillis >= BEFORE_NEXT_TRY_MILLIS) {
      triedAtMillis = now;
      start();
    }
  }

  /** Why nobody is asked; null when somebody is. */
  private @Nullable String held(long now) {
    String wait = "writes to " + memory.leader + " wait until a copy is back";
    if (definition.group().onLastCopy() != OnLastCopy.DEGRADE_WITH_APPROVAL) {
      return wait + " (onLastCopy BLOCK)";
    }
    if (definition.approvals() == null) {
      return wait + ": there is nobody who may approve that they go on";
    }
    if (recorded().quorum() == 0) {
      return wait + ", though nobody has to confirm them by the record";
    }
    if (!memory.arming.armed()) {
      return wait + ": the group only observes, else it would ask for an approval to go on";
    }
    Explanation.Gate resting = gates.resting(memory.leader, now);
    if (resting != null) {
      return wait + ": " + resting.why();
    }
    Grant holder = memory.book.operating();
    if (holder == null) {
      return null;
    }
    return holder.kind() == Grant.Kind.COPIES
        ? told
        : wait + ": " + holder.workflowId() + " operates";
  }

  private CopySet recorded() {
    return memory.copies(definition.group());
  }

  private void page(String why) {
    if (!why.equals(told)) {
      told = why;
      memory.journal.page(AlertKind.ATTENTION, ABOUT, why);
    }
  }

  private void start() {
    String group = definition.group().id();
    String workflowId = WorkflowIds.copies(group);
    Grant.Answer answer =
        memory.book.acquire(
            new Grant.Request(
                group,
                workflowId + "/" + Workflow.currentTimeMillis(),
                workflowId,
                "",
                Grant.Kind.COPIES,
                memory.leader,
                List.of(),
                null));
    String token = answer.token();
    if (!answer.granted() || token == null) {
      return;
    }
    CopiesWorkflow child =
        Workflow.newChildWorkflowStub(
            CopiesWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                // With the default the server ends the run when the group continues as new.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("Fewer copies of " + group)
                .build());
    Async.function(
        child::run,
        new CopiesRequest(group, token, memory.leader, memory.epoch, definition, recorded()));
    try {
      Workflow.getWorkflowExecution(child).get();
      page("writes to " + memory.leader + " wait: " + workflowId + " asks whether they go on");
    } catch (ChildWorkflowFailure e) {
      memory.book.release(token);
      memory.journal.note(workflowId + ": " + Journal.messageOf(e));
    }
  }
}
