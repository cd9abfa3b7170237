package io.traceo.activities.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.StepActivities.HttpStep;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.steps.ExtraInput;
import io.traceo.workflows.steps.ExtraStep.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of extra steps, and what is made of their answers. */
class HttpStepsTest {
  private static final ExtraInput INPUT =
      new ExtraInput("na", "failover/na/2-1", "after", "us-east-1", "us-west-2", 2, false, null);

  @TempDir Path folder;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private HttpServer server;

  @BeforeEach
  void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          byte[] body = exchange.getRequestBody().readAllBytes();
          calls.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  String.valueOf(headers.getFirst("Idempotency-Key")),
                  String.valueOf(headers.getFirst("X-Token")),
                  new String(body, StandardCharsets.UTF_8)));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void down() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static Receipt call(
      String method, String url, Map<String, String> headers, String body, String expect) {
    return new HttpSteps()
        .http(
            new HttpStep(
                "after.tell", new HttpCall(method, url, headers, body, expect), INPUT, "run/tell"));
  }

  private static ApplicationFailure refused(String url, Map<String, String> headers, String body) {
    Throwable thrown = catchThrowable(() -> call("POST", url, headers, body, null));
    assertThat(thrown).isInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) thrown;
  }

  @Test
  void secretsAreReadHereAndTheBodySaysWhatTheRunIs() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "token-of-a-test\n");
    Path address = Files.writeString(folder.resolve("url"), url("/hook") + "\n");
    Receipt done = call(null, "file:" + address, Map.of("X-Token", "file:" + token), null, null);
    assertThat(done.detail()).isEqualTo("answered 204");
    assertThat(calls.get(0))
        .startsWith("POST /hook run/tell token-of-a-test {")
        .contains("\"group\":\"na\"", "\"toRegion\":\"us-west-2\"", "\"epoch\":2");
  }

  @Test
  void aBodyOfItsOwnAndARequestWithoutOne() {
    call("PUT", url("/a"), Map.of(), "on", null);
    call("GET", url("/b"), Map.of(), null, "204");
    assertThat(calls).containsExactly("PUT /a run/tell null on", "GET /b run/tell null ");
  }

  @ParameterizedTest
  @CsvSource({
    "500, NotReady, false",
    "429, NotReady, false",
    "403, InvalidRequest, true",
    "302, InvalidRequest, true"
  })
  void whatIsNotExpectedIsTriedAgainOrFinal(int answer, String type, boolean forGood) {
    status = answer;
    ApplicationFailure refusal = refused(url("/"), Map.of(), null);
    assertThat(refusal.getType()).isEqualTo(type);
    assertThat(refusal.isNonRetryable()).isEqualTo(forGood);
    assertThat(refusal.getOriginalMessage())
        .isEqualTo("after.tell: answered " + answer + ", expected 200-299");
    assertThat(calls).as("no redirect is followed").hasSize(1);
  }

  @Test
  void nobodyThereAndASecretThatIsNotThereSayNoAddress() {
    ApplicationFailure silent = refused("http://127.0.0.1:1/secret-room", Map.of(), null);
    assertThat(silent.getType()).isEqualTo(FailureTypes.UNREACHABLE);
    assertThat(silent.getOriginalMessage()).doesNotContain("secret-room");
    assertThat(
            refused(url("/"), Map.of("X-Token", "file:/nothing/there"), null).getOriginalMessage())
        .contains("after.tell: header X-Token", "/nothing/there");
    assertThat(calls).isEmpty();
  }

  @Test
  void aHeaderThatCannotBeSentAndALargeBodyAreRefusedUnseen() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "a\nsecret");
    assertThat(refused(url("/"), Map.of("X-Token", "file:" + token), null).getOriginalMessage())
        .contains("header X-Token can't be sent")
        .doesNotContain("secret");
    assertThat(refused(url("/"), Map.of(), "x".repeat(70_000)).getOriginalMessage())
        .contains("more than 65536 bytes");
    assertThat(calls).isEmpty();
  }
}
