package io.traceo.starters.api;

import static io.traceo.starters.api.ApiTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.starters.api.RunningApi.Reply;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.Starter;
import io.traceo.workflows.approval.Statements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs: started, shown, approved by who may, aborted. */
@Timeout(60)
class RunsTest {
  private static final String RUN = "/v1/runs/failover~na~7";

  @TempDir Path home;
  private RunningApi api;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    api = new RunningApi(home);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String waiting(String startedBy) throws IOException {
    api.start(
        "Failover",
        "failover/na/7",
        Map.of("group", "na", "mode", "UNPLANNED", "startedBy", startedBy));
    Reply run = api.get("viewer-token", RUN);
    assertThat(api.document.problems("Run", run.body())).isEmpty();
    assertThat(run.body().path("waitsForApproval").asBoolean()).isTrue();
    return run.body().path("status").path("awaiting").path("subjectHash").asText();
  }

  @Test
  void anApprovalIsSignedForWhoGaveIt() throws IOException {
    String subject = waiting("operator-1");
    Reply list = api.get("viewer-token", "/v1/runs");
    assertThat(api.document.problems("RunList", list.body())).isEmpty();
    assertThat(list.body().path("runs").get(0).path("id").asText()).isEqualTo("failover~na~7");

    Reply reply = api.post("approver-token", RUN + "/approve", Map.of("subject", subject));
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    assertThat(reply.body().path("detail").asText()).isEqualTo("approved by approver-1");
    JsonNode run = api.get("viewer-token", RUN).body();
    JsonNode given = run.path("status").path("approvals").get(0);
    assertThat(given.path("approver").asText()).isEqualTo("approver-1");
    assertThat(given.path("expiresAtMillis").asLong() - given.path("issuedAtMillis").asLong())
        .isEqualTo(600_000);
    assertThat(
            Statements.problem(
                RunningApi.JSON.treeToValue(given, Approval.class), WaitingRun.Impl.keys))
        .isNull();
    assertThat(api.audit().toString()).contains("\"run\":\"failover/na/7\"", "approved by");
  }

  @Test
  void onlyAnApproverApprovesAndNotWhatHeStarted() throws IOException {
    String subject = waiting("approver-1");
    Map<String, String> yes = Map.of("subject", subject);
    isProblem(api, api.post("viewer-token", RUN + "/approve", yes), 403, "approver");
    isProblem(api, api.post("operator-token", RUN + "/approve", yes), 403, "approver");
    isProblem(
        api,
        api.post("approver-token", RUN + "/approve", yes),
        409,
        "whoever started the run does not approve it");
    assertThat(api.get("viewer-token", RUN).body().path("status").path("approvals")).isEmpty();
  }

  @Test
  void whatWasNotSeenIsNotApproved() throws IOException {
    String subject = waiting("operator-1");
    Reply other = api.post("approver-token", RUN + "/approve", Map.of("subject", "0".repeat(64)));
    isProblem(api, other, 409, "not what you saw");
    assertThat(other.body().path("awaiting").path("subjectHash").asText()).isEqualTo(subject);
    isProblem(
        api,
        api.post("approver-token", RUN + "/approve", Map.of("subject", "yes")),
        400,
        "field subject");
    isProblem(
        api,
        api.post(
            "approver-token", RUN + "/approve", Map.of("subject", subject, "breakGlass", true)),
        400,
        "reason");
    assertThat(api.get("viewer-token", RUN).body().path("status").path("approvals")).isEmpty();
  }

  @Test
  void aRunThatDoesNotWaitTakesNoApproval() throws IOException {
    api.start("Failover", "failover/na/7", Map.of("group", "na"));
    isProblem(
        api,
        api.post("approver-token", RUN + "/approve", Map.of("subject", "0".repeat(64))),
        409,
        "waits for nobody's approval");
  }

  @Test
  void aSignatureOfAnotherKeyIsForged() throws IOException {
    String subject = waiting("operator-1");
    WaitingRun.Impl.keys = List.of();
    isProblem(
        api, api.post("approver-token", RUN + "/approve", Map.of("subject", subject)), 409, "key");
    assertThat(api.get("viewer-token", RUN).body().path("status").path("approvals")).isEmpty();
  }

  @Test
  void aRunIsAbortedByAnOperatorWhoSaysWhy() throws IOException {
    waiting("operator-1");
    isProblem(api, api.post("approver-token", RUN + "/abort", Map.of("reason", "x")), 403, "oper");
    isProblem(api, api.post("operator-token", RUN + "/abort", Map.of()), 400, "reason");
    isProblem(
        api,
        api.post("operator-token", RUN + "/pause", Map.of("reason", "x")),
        409,
        "a run of this kind takes no pause");
    Reply reply =
        api.post("operator-token", RUN + "/abort", Map.of("reason", "the leader is back"));
    assertThat(reply.body().path("outcome").asText()).isEqualTo("DONE");
    isProblem(
        api, api.post("operator-token", RUN + "/abort", Map.of("reason", "x")), 409, "COMPLETED");
  }

  @Test
  void aFailoverCarriesTheProofOfItsStarter() throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("group", "na");
    body.put("reason", "patching");
    body.put("target", "us-west-2");
    Reply reply = api.post("operator-token", "/v1/failovers", body);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
    assertThat(api.document.problems("Started", reply.body())).isEmpty();
    assertThat(reply.header("Location")).isEqualTo("/v1/runs/" + reply.body().path("id").asText());
    String id = reply.body().path("workflowId").asText();
    JsonNode request = api.temporal.newUntypedWorkflowStub(id).query("request", JsonNode.class);
    assertThat(request.path("startedBy").asText()).isEqualTo("operator-1");
    assertThat(request.path("target").asText()).isEqualTo("us-west-2");
    Starter starter = RunningApi.JSON.treeToValue(request.path("starter"), Starter.class);
    assertThat(starter.user()).isEqualTo("operator-1");
    assertThat(starter.workflowId()).isEqualTo(id);
    assertThat(Statements.problem(starter, WaitingRun.Impl.keys)).isNull();
  }

  @Test
  void aFailoverThatSaysTooLittleOrTooMuchIsNotStarted() throws IOException {
    isProblem(
        api, api.post("operator-token", "/v1/failovers", Map.of("group", "na")), 400, "reason");
    isProblem(
        api,
        api.post(
            "operator-token",
            "/v1/failovers",
            Map.of("group", "na", "reason", "x", "traget", "us-west-2")),
        400,
        "unknown field \"traget\"");
    isProblem(
        api,
        api.post("operator-token", "/v1/failovers", Map.of("group", "mars", "reason", "x")),
        404,
        "mars");
    isProblem(
        api,
        api.post(
            "operator-token",
            "/v1/failovers",
            Map.of("group", "na", "reason", "x", "target", "atlantis")),
        404,
        "atlantis");
    isProblem(
        api,
        api.post("approver-token", "/v1/failovers", Map.of("group", "na", "reason", "x")),
        403,
        "operator");
    assertThat(api.get("viewer-token", "/v1/runs").body().path("runs")).isEmpty();
  }

  @Test
  void aSecondDrillOfAGroupIsRefused() throws IOException {
    Map<String, String> body = Map.of("group", "na", "mode", "SWITCHOVER");
    assertThat(api.post("operator-token", "/v1/drills", body).status()).isEqualTo(202);
    isProblem(api, api.post("operator-token", "/v1/drills", body), 409, "drill/na runs already");
  }

  @Test
  void reportsAreListedAndShown() throws IOException {
    Files.writeString(home.resolve("reports").resolve("broken.json"), "{");
    Reply list = api.get("viewer-token", "/v1/reports");
    assertThat(api.document.problems("ReportList", list.body())).isEmpty();
    assertThat(list.body().path("unreadable").asInt()).isEqualTo(1);
    isProblem(api, api.get("viewer-token", "/v1/reports/latest"), 404, "latest");
    isProblem(api, api.get("viewer-token", "/v1/reports/..%5Cx"), 404, "report");
  }
}
