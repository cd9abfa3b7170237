package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Members that were gone come back, each as a standby: the group goes on without a human. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComingBackIT {
  private static final int NET = 110;
  private static final String GROUP = "na";
  private static final List<String> MEMBERS = List.of("us-east-1", "us-west-2", "us-west-1");

  private TestLab lab;
  private int faults;

  @BeforeAll
  void up(@TempDir Path home) throws Exception {
    lab = new TestLab(home, NET, GROUP);
  }

  @AfterAll
  void down() {
    lab.close();
  }

  private GroupStatus status() {
    return lab.status(GROUP);
  }

  private void fault(String region, String kind) {
    lab.parts().faults().inject(new FaultOrder(kind + "-" + ++faults, region, kind, null, 0));
  }

  private void kill(String region) {
    fault(region, "kill");
  }

  private void restore(String region) {
    fault(region, "restore");
  }

  /** Too few could be sealed to prove that nothing is lost. */
  private boolean asksPeople() {
    Grant holder = status().grant();
    return holder != null
        && holder.kind() == Grant.Kind.FAILOVER
        && lab.client(GROUP)
                .newUntypedWorkflowStub(holder.workflowId())
                .query("status", FailoverStatus.class)
                .awaiting()
            != null;
  }

  private FailoverResult ended(FailoverSummary failover) throws Exception {
    return lab.client(GROUP)
        .newUntypedWorkflowStub(failover.workflowId())
        .getResult(3, TimeUnit.MINUTES, FailoverResult.class);
  }

  /** The failover that made the epoch higher than it was, once it is over. */
  private FailoverResult after(long epoch) throws Exception {
    Eventually.within(
        150,
        () -> "goes on: " + status(),
        () -> {
          FailoverSummary last = status().lastFailover();
          return last != null && last.toRegion() != null && last.epoch() > epoch;
        });
    FailoverResult result = ended(status().lastFailover());
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    Eventually.within(
        60,
        () -> "well: " + status(),
        () -> status().verdict() == Verdict.HEALTHY && status().grant() == null);
    return result;
  }

  private long rows(String region) throws Exception {
    try (var connection = lab.connect(GROUP, region);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM came_back")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void write(String region) throws Exception {
    try (var connection = lab.connect(GROUP, region);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS came_back (at timestamptz DEFAULT now())");
      statement.execute("INSERT INTO came_back DEFAULT VALUES");
    }
  }

  @Test
  @Order(1)
  void aGroupThatLostPowerIsLedAgainWithoutAHuman() throws Exception {
    Eventually.within(60, () -> "well: " + status(), () -> status().verdict() == Verdict.HEALTHY);
    String leader = status().leader();
    long epoch = status().epoch();
    write(leader);
    status().followers().forEach(this::kill);
    kill(leader);
    MEMBERS.forEach(this::restore);
    long started = System.currentTimeMillis();
    FailoverResult result = after(epoch);
    String now = status().leader();
    System.out.println(
        "whole group: "
            + leader
            + " → "
            + now
            + ", resumed "
            + (result.summary().resumedAtMillis() - started)
            + " ms after the last start");
    assertThat(rows(now)).isEqualTo(1);
  }

  @Test
  @Order(2)
  void withAFollowerGoneTheOldLeaderLeadsInPlace() throws Exception {
    String leader = status().leader();
    String follower = MEMBERS.stream().filter(m -> !m.equals(leader)).findFirst().orElseThrow();
    long epoch = status().epoch();
    kill(follower);
    write(leader);
    kill(leader);
    Eventually.within(90, () -> "people are asked: " + status(), this::asksPeople);
    assertThat(status().leader()).isEqualTo(leader);
    restore(leader);
    long started = System.currentTimeMillis();
    Eventually.within(
        180,
        () -> "in place: " + status(),
        () ->
            status().lastFailover().epoch() > epoch
                && status().lastFailover().resumedAtMillis() != null);
    FailoverSummary last = status().lastFailover();
    System.out.println(
        "in place: resumed " + (last.resumedAtMillis() - started) + " ms after the start");
    assertThat(last.toRegion()).isEqualTo(leader);
    restore(follower);
    FailoverResult result = ended(last);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.plan().steps()).anyMatch(s -> s.startsWith("RECOVER_IN_PLACE: " + leader));
    assertThat(status().events()).anyMatch(e -> e.contains("leads again (RECOVER_IN_PLACE)"));
    assertThat(rows(leader)).isEqualTo(2);
  }
}
