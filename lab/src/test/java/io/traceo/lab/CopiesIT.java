package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.Grant;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The synchronous set follows who is there: a follower is lost first and then the leader; and both
 * followers, when people let writes go on.
 */
@Tag("long")
class CopiesIT {
  private static final int NET = 112;
  private static final String GROUP = "na";
  private static final String EAST = "us-east-1";
  private static final String WEST2 = "us-west-2";
  private static final String WEST1 = "us-west-1";

  @TempDir private Path home;

  private static String kill(TestLab lab, String region) {
    String id = "gone " + System.nanoTime();
    lab.parts().faults().inject(new FaultOrder(id, region, "kill", null, 0));
    return id;
  }

  private static void back(TestLab lab, String fault) {
    assertThat(lab.parts().faults().lift(fault)).isTrue();
  }

  private static void awaitCopies(TestLab lab, int quorum, String... members) throws Exception {
    Eventually.within(
        120,
        () -> quorum + " of " + List.of(members) + ": " + lab.status(GROUP),
        () -> {
          CopySet set = lab.status(GROUP).copies();
          return set != null
              && set.quorum() == quorum
              && List.copyOf(set.members()).equals(List.of(members));
        });
  }

  private static String onLeader(TestLab lab) throws SQLException {
    try (Connection connection = lab.connect(GROUP, lab.status(GROUP).leader());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SHOW synchronous_standby_names")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void write(TestLab lab, String leader, int number) {
    try (Connection connection = lab.connect(GROUP, leader);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS copies_it (number int PRIMARY KEY)");
      statement.execute("INSERT INTO copies_it VALUES (" + number + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long rows(TestLab lab) throws SQLException {
    try (Connection connection = lab.connect(GROUP, lab.status(GROUP).leader());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM copies_it")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static @Nullable AwaitedApproval awaiting(WorkflowStub run) {
    try {
      Object awaiting = run.query("status", Map.class).get("awaiting");
      return awaiting == null
          ? null
          : PayloadMapper.create().convertValue(awaiting, AwaitedApproval.class);
    } catch (WorkflowException notYet) {
      return null;
    }
  }

  /** Says yes to whatever run asks. */
  private static WorkflowStub approve(TestLab lab, Grant.Kind kind) throws Exception {
    Eventually.within(
        90,
        () -> "asked: " + lab.status(GROUP),
        () -> {
          Grant holder = lab.status(GROUP).grant();
          return holder != null
              && holder.kind() == kind
              && awaiting(lab.client(GROUP).newUntypedWorkflowStub(holder.workflowId())) != null;
        });
    WorkflowStub run =
        lab.client(GROUP).newUntypedWorkflowStub(lab.status(GROUP).grant().workflowId());
    long now = System.currentTimeMillis();
    run.update(
        "approve",
        Receipt.class,
        new Approval(
            awaiting(run).subjectHash(), "ada", now, now + 60_000, false, "go on", null, null));
    return run;
  }

  @Test
  void whoeverIsThereConfirmsAndTheRecordKnows() throws Exception {
    try (TestLab lab =
        new TestLab(home, NET, Map.of("shrinkAfter: 30s", "shrinkAfter: 5s"), GROUP)) {
      write(lab, EAST, 1);
      afterAFollowerTheLeaderIsLost(lab);
      bothFollowersAreLost(lab);
    }
  }

  private static void afterAFollowerTheLeaderIsLost(TestLab lab) throws Exception {
    String follower = kill(lab, WEST1);
    awaitCopies(lab, 1, WEST2);
    assertThat(onLeader(lab)).isEqualTo("ANY 1 (\"us-west-2\")");
    back(lab, follower);
    awaitCopies(lab, 1, WEST2, WEST1);
    assertThat(onLeader(lab)).contains("us-west-1");

    follower = kill(lab, WEST1);
    awaitCopies(lab, 1, WEST2);
    for (int i = 2; i <= 50; i++) {
      write(lab, EAST, i);
    }
    String leader = kill(lab, EAST);
    WorkflowStub failover = approve(lab, Grant.Kind.FAILOVER);
    Eventually.within(
        60, () -> "moved: " + lab.status(GROUP), () -> WEST2.equals(lab.status(GROUP).leader()));
    assertThat(rows(lab)).as("without loss").isEqualTo(50);
    assertThat(lab.status(GROUP).copies().quorum()).isZero();
    back(lab, follower);
    back(lab, leader);
    FailoverResult result = failover.getResult(3, TimeUnit.MINUTES, FailoverResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.plan().members().followers()).containsExactly(WEST2);
    assertThat(result.plan().sealedNeeded()).isEqualTo(1);
    assertThat(result.summary().steps().toString()).contains("1 needed of the set 1 of us-west-2");
    awaitCopies(lab, 1, EAST, WEST1);
    assertThat(onLeader(lab)).isEqualTo("ANY 1 (\"us-east-1\",\"us-west-1\")");
  }

  private static void bothFollowersAreLost(TestLab lab) throws Exception {
    String leader = lab.status(GROUP).leader();
    String one = kill(lab, EAST);
    String other = kill(lab, WEST1);
    CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> write(lab, leader, 100));
    WorkflowStub run = approve(lab, Grant.Kind.COPIES);
    assertThat(run.getExecution().getWorkflowId()).isEqualTo(WorkflowIds.copies(GROUP));
    assertThat(hanging).as("nobody confirms it").isNotDone();
    long approved = System.nanoTime();
    hanging.get(1, TimeUnit.MINUTES);
    long took = (System.nanoTime() - approved) / 1_000_000;
    System.out.println("approved to the first commit: " + took + " ms");
    assertThat(took).isLessThan(10_000);
    assertThat(lab.status(GROUP).leader()).as("nobody is promoted").isEqualTo(leader);
    assertThat(lab.status(GROUP).copies().quorum()).isZero();

    back(lab, one);
    back(lab, other);
    awaitCopies(lab, 1, EAST, WEST1);
    assertThat(onLeader(lab)).startsWith("ANY 1 (");
    write(lab, leader, 101);
    assertThat(rows(lab)).isEqualTo(52);
  }
}
