package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.AlertStorm.Answer;
import io.traceo.lab.ledger.LedgerProcess;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.ledger.LedgerAccount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A group that nobody watches: what Prometheus and Alertmanager say is all that it hears of an
 * outage. How long that takes is printed, and asserted nowhere: other work may share the machine.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertPathIT {
  private static final int NET = 99;
  private static final String GROUP = "na";
  private static final String LEADER = "us-east-1";
  private static final long WANTED_MS = 15_000;
  private static final int ALERTS = 1_000;
  private static final int PER_SECOND = 200;

  @TempDir static Path home;

  private static TestLab lab;
  private static AlertsApi api;
  private static AlertStack alerts;

  @BeforeAll
  static void up() throws Exception {
    AlertStack.need();
    String followers = "followers: [us-west-2, us-west-1]";
    lab = new TestLab(home, NET, Map.of(followers, followers + "\n    watch: off"), GROUP);
    api = new AlertsApi(home.resolve("api"), home.resolve("runbooks"), GROUP, lab.client(GROUP));
    alerts = new AlertStack(home.resolve("alerts"), api, GROUP, LEADER, workerPort());
  }

  @AfterAll
  static void down() {
    if (alerts != null) {
      alerts.close();
    }
    if (api != null) {
      api.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  @Order(1)
  void alertsAloneMoveAGroupAwayFromAKilledLeader() throws Exception {
    try (LedgerProcess writer =
        LedgerProcess.start(OneClient.of(lab.parts(), GROUP), "writer", home.resolve("writer"))) {
      Eventually.within(60, "an answer at the leader's worker", () -> alerts.sees());
      Eventually.within(60, "writes", () -> writer.status().convergedOn(LEADER, 0));
      // A scrape that was late on a busy machine may have been an alarm: the observers ended it.
      Eventually.within(60, () -> "quiet: " + lab.status(GROUP), AlertPathIT::quiet);
      GroupStatus before = lab.status(GROUP);
      assertThat(before.armed()).isTrue();
      assertThat(before.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(failovers()).isEmpty();

      Outage outage = Outage.begin(lab, GROUP, "gone");
      Eventually.within(
          90,
          () -> "writes elsewhere: " + lab.status(GROUP),
          () ->
              writer.status().connections().stream()
                  .allMatch(
                      c -> !c.server().equals(LEADER) && c.sentMillis() >= outage.beganMillis()));
      long firing = alerts.firingSinceMillis().orElseThrow();
      FailoverSummary moved = outage.moved();
      FailoverResult result = outage.end(moved);
      alerts.ask(workerPort());

      LedgerAccount account =
          writer.account(
              new AccountRequest(
                  "writer", outage.fault().atNanos(), LEADER, moved.toRegion(), null));
      long recorded = reports().stream().filter(at -> at >= outage.beganMillis()).findFirst().get();
      System.out.printf(
          "killed leader to first acknowledged write by alerts alone: %d ms (alert after %d,"
              + " incident recorded after %d, detected after %d, decided after %d, resumed after"
              + " %d), <= %d ms wanted: %s%n",
          account.firstNewLeaderWriteMs(),
          outage.after(firing),
          outage.after(recorded),
          outage.after(moved.detectedAtMillis()),
          outage.after(moved.decidedAtMillis()),
          outage.after(result.summary().resumedAtMillis()),
          WANTED_MS,
          account.firstNewLeaderWriteMs() <= WANTED_MS ? "yes" : "no");

      assertThat(firing).isBetween(outage.beganMillis(), recorded);
      assertThat(recorded).isLessThanOrEqualTo(moved.decidedAtMillis());
      assertThat(failovers()).containsExactly(moved.workflowId());
      assertThat(outage.reason(moved)).matches("incident na-\\d+: LEADER_DEAD");
      assertThat(account.lost()).isZero();
      assertThat(account.doubleLeader()).isZero();
      Eventually.within(
          60, "the alert is over", () -> alerts.sees() && alerts.firingSinceMillis().isEmpty());
      Eventually.within(60, () -> "quiet again: " + lab.status(GROUP), AlertPathIT::quiet);
      assertThat(lab.status(GROUP).events().toString()).contains("the observers come back");
    }
  }

  @Test
  @Order(2)
  void aThousandAlertsOfOneOutageMakeOneRun() throws Exception {
    List<String> before = failovers();
    int told = reports().size();
    long began = System.nanoTime();
    Outage outage = Outage.begin(lab, GROUP, "storm");
    List<Answer> answers =
        new AlertStorm(api.uri(), AlertsApi.TOKEN, GROUP)
            .send(ALERTS, PER_SECOND, Instant.ofEpochMilli(outage.beganMillis()));
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    FailoverSummary moved = outage.moved();
    outage.end(moved);
    Eventually.within(60, () -> "quiet again: " + lab.status(GROUP), AlertPathIT::quiet);
    List<String> incidents = answers.stream().map(Answer::incident).distinct().toList();
    System.out.printf(
        "%d alerts of one outage in %d ms: %d Updates, %d failover, incidents %s, decided after %d"
            + " ms%n",
        answers.size(),
        took,
        reports().size() - told,
        failovers().size() - before.size(),
        incidents,
        outage.after(moved.decidedAtMillis()));

    // A refused Update would have been answered with 409, one that was not taken with 503.
    assertThat(answers).hasSize(ALERTS).allMatch(a -> a.status() == 200);
    assertThat(incidents).hasSize(1);
    assertThat(reports().size() - told).isBetween(1, ALERTS / 5);
    assertThat(failovers())
        .startsWith(before.toArray(String[]::new))
        .hasSize(before.size() + 1)
        .contains(moved.workflowId());
    assertThat(outage.reason(moved)).isEqualTo("incident " + incidents.get(0) + ": LEADER_DEAD");
  }

  /** Nobody is out, and nothing runs. */
  private static boolean quiet() {
    GroupStatus status = lab.status(GROUP);
    return status.incident() == null && status.watching() == 0 && status.grant() == null;
  }

  private static RunHistory group() {
    return new RunHistory(lab.client(GROUP), WorkflowIds.group(GROUP));
  }

  private static List<String> failovers() {
    return group().children().stream().filter(c -> c.startsWith("failover/")).toList();
  }

  private static List<Long> reports() {
    return group().updates("report");
  }

  private static int workerPort() {
    JavaChild worker = lab.parts().processes().regions().get(LEADER).process();
    worker.awaitReady(lab.parts().settings().folder());
    return worker.port();
  }
}
