package io.traceo.starters.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.starters.api.RunningApi.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every route has in common: who gets in, what can't be read, the document. */
@Timeout(60)
class ApiTest {
  @TempDir Path home;
  private RunningApi api;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    api = new RunningApi(home, yaml -> yaml + "limits: {strangersBurst: 40}\n");
    api.start("Group", "group/na", Map.of("group", "na"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void onlyHealthWorksWithoutAToken() throws IOException {
    Reply health = api.get(null, "/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body().toString()).contains("\"UP\"", "answers");
    assertThat(api.document.problems("Health", health.body())).isEmpty();
    for (String name : api.document.operations().keySet()) {
      String path = name.substring(name.indexOf(' ') + 1).replaceAll("\\{\\w+}", "na");
      Reply reply = name.startsWith("GET") ? api.get(null, path) : api.post(null, path, Map.of());
      if (!path.equals("/health")) {
        isProblem(reply, 401, "Bearer TOKEN");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
      }
    }
  }

  @Test
  void everyRouteIsInTheDocumentAndTheReverse() throws IOException {
    Reply served = api.get("viewer-token", "/openapi.json");
    assertThat(served.body()).isEqualTo(api.document.content());
    List<String> routes =
        new Routes(null, api.document, null, null, null, null, home, null, null)
            .all().stream().map(Endpoint::name).sorted().toList();
    assertThat(api.document.operations().keySet()).containsExactlyElementsOf(routes);
  }

  @Test
  void whatItMeasuresIsThereForWhoeverHasAToken() throws IOException {
    assertThat(api.get("viewer-token", "/v1/groups").status()).isEqualTo(200);
    try (Response reply =
        api.http.newCall(api.request("viewer-token", "/metrics").build()).execute()) {
      assertThat(reply.header("Content-Type")).startsWith("text/plain");
      assertThat(reply.body().string())
          .contains("traceo_api_request_seconds_count{route=\"GET /v1/groups\",status=\"200\"}");
    }
  }

  @Test
  void aWrongAndAnExpiredTokenGetNobodyIn() throws IOException {
    isProblem(api.get("nobody", "/v1/groups"), 401, "nobody has this token");
    isProblem(api.get("expired-token", "/v1/groups"), 401, "gone", "expired at 2020-01-01");
    isProblem(api.post("nobody", "/v1/groups/na/freeze", Map.of("reason", "x")), 401, "this token");
    assertThat(api.told("na").orders()).isEmpty();
  }

  @Test
  void aRoleMayOnlyDoWhatItIsFor() throws IOException {
    Map<String, String> freeze = Map.of("reason", "migration");
    isProblem(api.post("viewer-token", "/v1/groups/na/freeze", freeze), 403, "operator");
    isProblem(api.post("approver-token", "/v1/groups/na/freeze", freeze), 403, "operator");
    isProblem(api.post("alerts-token", "/v1/groups/na/freeze", freeze), 403, "operator");
    isProblem(api.get("alerts-token", "/v1/groups"), 403, "viewer");
    isProblem(
        api.post("viewer-token", "/v1/incidents", Map.of("group", "na", "summary", "down")),
        403,
        "alerts or operator");
    assertThat(api.get("approver-token", "/v1/groups/na").status()).isEqualTo(200);
    assertThat(api.told("na").orders()).isEmpty();
    assertThat(api.told("na").reports()).isEmpty();
  }

  @Test
  void whatCantBeReadIsSaidAndChangesNothing() throws IOException {
    String path = "/v1/groups/na/freeze";
    isProblem(api.post("operator-token", path, "{\"reason\": "), 400, "line 1, column");
    isProblem(api.post("operator-token", path, "[]"), 400, "no JSON object");
    isProblem(api.post("operator-token", path, "{\"reason\":\"a\",\"reason\":\"b\"}"), 400, "line");
    isProblem(api.post("operator-token", path, "{}"), 400, "field \"reason\" is missing");
    isProblem(api.post("operator-token", path, "{\"reason\":\"  \"}"), 400, "reason");
    isProblem(api.post("operator-token", path, "{\"reason\":5}"), 400, "field reason");
    isProblem(
        api.post("operator-token", path, "{\"reason\":\"a\",\"untill\":\"b\"}"),
        400,
        "unknown field \"untill\"");
    isProblem(
        api.post("operator-token", path, "{\"reason\":\"a\",\"until\":\"2020-01-01T00:00:00Z\"}"),
        400,
        "over already");
    isProblem(
        api.post("operator-token", path, "{\"reason\":\"a\",\"until\":\"tomorrow\"}"),
        400,
        "until");
    Reply text =
        api.call(
            api.request("operator-token", path)
                .post(RequestBody.create("{}", MediaType.get("text/plain")))
                .build());
    isProblem(text, 415, "application/json");
    assertThat(api.told("na").orders()).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    isProblem(api.get("viewer-token", "/v1/groups/mars"), 404, "mars", "na");
    isProblem(
        api.post("operator-token", "/v1/groups/mars/freeze", Map.of("reason", "x")), 404, "mars");
    isProblem(api.get("viewer-token", "/v1/runs/failover~na~9"), 404, "failover/na/9");
    isProblem(api.get("viewer-token", "/v1/runs/group~na"), 404, "group/na");
    isProblem(api.get("viewer-token", "/v1/reports/none"), 404, "none");
    isProblem(api.get("viewer-token", "/v1/nothing"), 404, "nothing is at this address");
    Reply wrong = api.call(api.request("viewer-token", "/v1/groups").delete().build());
    isProblem(wrong, 405, "GET");
    assertThat(wrong.header("Allow")).isEqualTo("GET");
  }

  /** The body is announced and never sent: an answer proves that nobody waited for it. */
  @Test
  void aBodyOfTenMegabytesIsCutOffAndNotRead() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.api.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(head("Content-Length: 10485760"));
      assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("at most 1048576 bytes");
    }
    try (Socket socket = new Socket("127.0.0.1", api.api.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(head("Transfer-Encoding: chunked"));
      byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 17; i++) {
        out.write(chunk);
      }
      assertThat(answer(socket)).startsWith("HTTP/1.1 413");
    }
    assertThat(api.told("na").reports()).isEmpty();
  }

  private static byte[] head(String length) {
    return ("POST /v1/incidents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alerts-token\r\n"
            + "Content-Type: application/json\r\n"
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String answer(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] some = new byte[4096];
    int read;
    while ((read = in.read(some)) > 0 && !text.toString().contains("}")) {
      text.append(new String(some, 0, read, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Test
  void groupsAreShownExplainedAndHeld() throws IOException {
    Reply list = api.get("viewer-token", "/v1/groups");
    assertThat(api.document.problems("GroupList", list.body())).isEmpty();
    assertThat(list.body().toString())
        .contains("\"group\":\"na\",\"leader\":\"us-east-1\"", "no workflow watches it")
        .doesNotContain("china");
    Reply status = api.get("viewer-token", "/v1/groups/na");
    assertThat(api.document.problems("GroupStatus", status.body())).isEmpty();
    isProblem(api.get("viewer-token", "/v1/groups/eu"), 503, "no workflow watches group eu");

    Reply kept = api.get("viewer-token", "/v1/groups/na/explain");
    assertThat(api.document.problems("Explanation", kept.body())).isEmpty();
    assertThat(kept.body().path("lookedAtMillis").isNull()).isTrue();
    Reply fresh = api.get("viewer-token", "/v1/groups/na/explain?fresh=true");
    assertThat(fresh.body().path("lookedAtMillis").asLong()).isPositive();
    isProblem(api.get("viewer-token", "/v1/groups/na/explain?fresh=yes"), 400, "fresh");

    Map<String, String> order = new LinkedHashMap<>();
    order.put("reason", "migration tonight");
    order.put("until", "2099-01-01T02:00:00+02:00");
    Reply frozen = api.post("operator-token", "/v1/groups/na/freeze", order);
    assertThat(frozen.body().path("outcome").asText()).isEqualTo("DONE");
    assertThat(api.document.problems("Receipt", frozen.body())).isEmpty();
    assertThat(api.told("na").orders())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.by()).isEqualTo("operator-1");
              assertThat(o.untilMillis()).isEqualTo(4_070_908_800_000L);
            });
  }

  @Test
  void aRefusedAndASuccessfulChangeAreBothInTheAuditLog() throws IOException {
    api.post("operator-token", "/v1/groups/na/freeze", Map.of("reason", "migration"));
    api.post("viewer-token", "/v1/groups/na/freeze", Map.of("reason", "not mine"));
    api.get("viewer-token", "/v1/groups/na");
    List<JsonNode> lines = api.audit();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).toString())
        .contains("\"user\":\"operator-1\"", "\"result\":\"ASKED\"", "\"reason\":\"migration\"");
    assertThat(lines.get(1).toString())
        .contains("\"result\":\"DONE\"", "\"group\":\"na\"", "\"from\":\"127.0.0.1\"", "frozen by");
    assertThat(lines.get(2).toString())
        .contains("\"user\":\"viewer-1\"", "\"result\":\"REFUSED\"", "\"status\":403");
    assertThat(lines.toString()).doesNotContain("operator-token", "viewer-token");
  }

  @Test
  void aChangeThatCantBeRecordedIsNotMade() throws IOException {
    Path audit = home.resolve("audit.jsonl");
    java.nio.file.Files.delete(audit);
    java.nio.file.Files.createDirectory(audit);
    java.nio.file.Files.createFile(audit.resolve("inside"));
    // A folder stands where the file was moved away from: nothing can be begun there.
    java.nio.file.Files.move(audit, home.resolve("elsewhere"));
    java.nio.file.Files.createSymbolicLink(audit, home.resolve("none").resolve("none"));
    Reply refused =
        api.post("operator-token", "/v1/groups/na/freeze", Map.of("reason", "migration"));
    isProblem(refused, 503, "audit log can't be written; nothing was changed");
    assertThat(api.told("na").orders()).isEmpty();
  }

  @Test
  void whoAsksTooMuchIsHeldUpAndNobodyElse() throws IOException {
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      Reply reply = api.get("viewer-token", "/openapi.json");
      if (reply.status() == 429) {
        refused++;
        isProblem(reply, 429, "more than 20 requests a second");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
      }
    }
    assertThat(refused).isPositive();
    assertThat(api.get("operator-token", "/openapi.json").status()).isEqualTo(200);
    int strangers = 0;
    for (int i = 0; i < 60; i++) {
      strangers += api.get("nobody", "/v1/groups").status() == 429 ? 1 : 0;
    }
    assertThat(strangers).isPositive();
    assertThat(api.get("operator-token", "/openapi.json").status()).isEqualTo(200);
  }

  private void isProblem(Reply reply, int status, String... parts) {
    isProblem(api, reply, status, parts);
  }

  static void isProblem(RunningApi api, Reply reply, int status, String... parts) {
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(api.document.problems("Problem", reply.body())).isEmpty();
    assertThat(reply.body().path("status").asInt()).isEqualTo(status);
    assertThat(reply.detail()).contains(parts);
    assertThat(reply.body().toString()).doesNotContain("Exception", "io.traceo");
    if (status == 503) {
      assertThat(reply.header("Retry-After")).isNotNull();
    }
  }
}
