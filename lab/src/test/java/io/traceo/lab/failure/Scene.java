package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.Eventually;
import io.traceo.lab.FaultOrder;
import io.traceo.lab.LabFaults;
import io.traceo.lab.TestLab;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverPhase;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lab as a story finds it, and what it may do with it. */
final class Scene implements AutoCloseable {
  /** A failover of the same fault without a gate takes this long at most on a busy machine. */
  static final int FAILOVER_SECONDS = 45;

  /** At least three times what the failover of a killed leader takes on a quiet one (4 s). */
  static final int NEVER_SECONDS = 15;

  private static final int MUTE_SECONDS = 30;

  private final TestLab lab;
  private final String group;
  private final String run;
  private final Members members;
  private final PublicNames names;
  private final List<String> faults = new ArrayList<>();
  private @Nullable Writers writers;
  private Writers.@Nullable Tally tally;
  private @Nullable Long faultNanos;

  Scene(TestLab lab, String group, String run) {
    this.lab = lab;
    this.group = group;
    this.run = run;
    this.members = new Members(lab, group);
    this.names = PublicNames.of(lab.parts(), group);
  }

  TestLab lab() {
    return lab;
  }

  String group() {
    return group;
  }

  Members members() {
    return members;
  }

  PublicNames names() {
    return names;
  }

  /**
   * What the group says. A task whose worker has just died is tried by others first; a group that
   * stays mute is a failure.
   */
  GroupStatus status() {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTE_SECONDS);
    while (true) {
      try {
        return lab.status(group);
      } catch (WorkflowQueryException e) {
        if (System.nanoTime() > patience) {
          throw e;
        }
      }
    }
  }

  String leader() {
    return status().leader();
  }

  /** Everybody but who leads now. */
  List<String> followers() {
    String leader = leader();
    return members.all().stream().filter(m -> !m.equals(leader)).toList();
  }

  /** Clients write from now on. */
  Writers write() throws Exception {
    Path folder = lab.home().resolve("ledgers");
    Writers started = new Writers(lab.parts(), group, leader(), folder, run);
    writers = started;
    return started;
  }

  /** A fault in force from now on; the first one is where times are counted from. */
  String fault(String region, String kind) {
    return fault(region, kind, null);
  }

  /** Likewise, of one direction of a link only. */
  String fault(String region, String kind, @Nullable String towards) {
    String id = run + "-" + (faults.size() + 1);
    LabFaults.Injected injected =
        lab.parts().faults().inject(new FaultOrder(id, region, kind, towards, 0));
    faults.add(id);
    mark(injected.atNanos());
    return id;
  }

  /** A fault that the story makes itself begins now. */
  void mark(long nanos) {
    faultNanos = faultNanos == null ? Long.valueOf(nanos) : faultNanos;
  }

  void lift(String id) {
    boolean unused = lab.parts().faults().lift(id);
  }

  void liftAll() {
    faults.forEach(this::lift);
  }

  /** Somebody else leads in time, by one failover; who it was that moved the group. */
  FailoverSummary promoted(String from, int seconds) throws Exception {
    Eventually.within(
        seconds, () -> "moved away from " + from + ": " + status(), () -> !leader().equals(from));
    FailoverSummary moved = status().lastFailover();
    assertThat(moved).isNotNull();
    return moved;
  }

  /**
   * For a while nobody else leads: every follower stays a standby and the names stay as they are.
   */
  void nobodyPromoted(String leader, int seconds) throws Exception {
    String before = names.all();
    List<String> others = members.all().stream().filter(m -> !m.equals(leader)).toList();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < until) {
      assertThat(members.leading(others)).as("promoted").isEmpty();
      assertThat(names.all()).isEqualTo(before);
      assertThat(leader()).isEqualTo(leader);
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  /** What the group can be told. */
  GroupWorkflow entity() {
    return lab.client(group).newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(group));
  }

  Approvals approvals() {
    return new Approvals(lab, group);
  }

  /** When somebody last took over, by the group's own record. */
  long movedAtMillis() {
    FailoverSummary last = status().lastFailover();
    Long decided = last == null ? null : last.decidedAtMillis();
    assertThat(decided).isNotNull();
    return decided;
  }

  void awaitVerdict(Verdict verdict) throws Exception {
    Eventually.within(90, () -> verdict + ": " + status(), () -> status().verdict() == verdict);
  }

  /** The group has given its grant to this run. */
  void awaitHolder(WorkflowStub run) throws Exception {
    String id = run.getExecution().getWorkflowId();
    Eventually.within(
        30,
        () -> "holds the grant: " + status(),
        () -> {
          Grant holder = status().grant();
          return holder != null && holder.workflowId().equals(id);
        });
  }

  /** A person answers an outage. */
  WorkflowStub startUnplanned(String by) {
    return start(Map.of("group", group, "mode", "UNPLANNED", "reason", run, "startedBy", by));
  }

  /** Whatever somebody sends to Temporal as a failover. */
  WorkflowStub start(Object request) {
    String id = WorkflowIds.failover(group + "/" + System.nanoTime());
    WorkflowStub started =
        lab.client(group)
            .newUntypedWorkflowStub(
                "Failover",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .build());
    started.start(request);
    return started;
  }

  /** Starts a planned switch as somebody at the command line would. */
  WorkflowStub startSwitchover(@Nullable String target) {
    Map<String, Object> request = new TreeMap<>(Map.of("group", group, "reason", run));
    if (target != null) {
      request.put("target", target);
    }
    return start(request);
  }

  /** It has got to this phase, or further. */
  void reached(WorkflowStub failover, FailoverPhase phase) throws Exception {
    Eventually.within(
        60,
        phase::name,
        () -> failover.query("status", FailoverStatus.class).phase().compareTo(phase) >= 0);
  }

  /** How it ended. */
  FailoverResult ended(WorkflowStub failover) throws Exception {
    return failover.getResult(4, TimeUnit.MINUTES, FailoverResult.class);
  }

  /** It has ended, however: an incident may have taken its place. */
  void over(WorkflowStub failover) throws Exception {
    try {
      FailoverResult result = ended(failover);
      System.out.println("    " + result.outcome() + ": " + result.reason());
    } catch (WorkflowFailedException e) {
      System.out.println("    cancelled");
    }
  }

  /**
   * Somebody else leads; the last copy only once a person has said so, if nobody is back by then.
   */
  void lastCopyMayLead(String lost) throws Exception {
    Eventually.within(
        2 * FAILOVER_SECONDS,
        () -> "moved away from " + lost + ": " + status(),
        () -> {
          approvals().approveIfAsked("ada");
          return !leader().equals(lost);
        });
  }

  /** A drill begins only where the topology's leader leads. */
  void declaredLeads() throws Exception {
    String declared = names.group().leader();
    if (!leader().equals(declared)) {
      FailoverResult back = ended(startSwitchover(declared));
      assertThat(back.outcome()).as("%s", back).isEqualTo("DONE");
      settle();
    }
  }

  /** All is as it was before a case: no fault, no holder, every copy streams, all say healthy. */
  void settle() throws Exception {
    liftAll();
    Eventually.within(180, this::illness, this::well);
  }

  /** Why it does not get well, for a failure's message. */
  private String illness() {
    GroupStatus status = status();
    StringBuilder text = new StringBuilder("well again: ");
    text.append(status.leader()).append(' ').append(status.verdict());
    text.append(members.text()).append("\n  events of the group:");
    status.events().forEach(e -> text.append("\n    ").append(e));
    Grant holder = status.grant();
    if (holder != null && holder.workflowId().startsWith("failover/")) {
      FailoverStatus run =
          lab.client(group)
              .newUntypedWorkflowStub(holder.workflowId())
              .query("status", FailoverStatus.class);
      text.append("\n  ").append(holder.workflowId()).append(" at ").append(run.phase());
      run.steps().forEach(s -> text.append("\n    ").append(s));
      run.events().forEach(e -> text.append("\n    ").append(e));
    }
    return text.toString();
  }

  private boolean well() throws Exception {
    GroupStatus status = status();
    return status.grant() == null
        && status.verdict().name().equals("HEALTHY")
        && status.watching() >= lab.parts().group(group).group().observers().size()
        && members.streaming(status.leader());
  }

  /** Every write is accounted for: nothing that was acknowledged is missing, nobody led beside. */
  Writers.Tally account() throws Exception {
    if (writers == null) {
      throw new IllegalStateException("nobody wrote");
    }
    Writers.Tally account = writers.account(faultNanos, leader());
    tally = account;
    assertThat(account.lost()).as("acknowledged and lost").isZero();
    assertThat(account.doubleLeader()).as("acknowledged beside a newer leader").isZero();
    return account;
  }

  /** Null when the story had no writers, or ended before they were accounted for. */
  Writers.@Nullable Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    if (writers != null) {
      writers.close();
    }
  }
}
