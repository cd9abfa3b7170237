package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.traceo.activities.meters.Meters;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.topology.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The API on loopback, over the SDK's server with played groups and runs, asked by HTTP. */
public final class RunningApi implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");

  final Path home;
  final ApiServer api;
  final WorkflowClient temporal;
  final ApiDocument document = new ApiDocument();
  private final TestServer.PortBoundTestServer server;
  private final WorkflowServiceStubs stubs;
  private final WorkerFactory workers;
  private final Meters meters = new Meters();
  final OkHttpClient http = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(30)).build();

  public RunningApi(Path home) throws IOException, GeneralSecurityException {
    this(home, UnaryOperator.identity());
  }

  /**
   * @param edit of {@code api.yaml}
   */
  RunningApi(Path home, UnaryOperator<String> edit) throws IOException, GeneralSecurityException {
    this.home = home;
    int port = freePort();
    server = TestServer.createPortBoundServer(port, true);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.84.0.2:" + port).build());
    temporal =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(PayloadMapper.dataConverter())
                .build());
    workers = WorkerFactory.newInstance(temporal);
    workers
        .newWorker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(ToldGroup.Impl.class, WaitingRun.Impl.class);
    workers.start();
    api = ApiServer.start(config(home, edit), temporal, Clock.systemUTC(), meters);
  }

  /** Writes every file that the API needs, and reads the configuration as it would be read. */
  static ApiConfig config(Path home, UnaryOperator<String> edit)
      throws IOException, GeneralSecurityException {
    StringBuilder tokens = new StringBuilder("tokens:\n");
    for (String role : List.of("viewer", "operator", "approver", "alerts")) {
      tokens.append(token(role + "-1", role, role + "-token", "2099-01-01T00:00:00Z"));
    }
    tokens.append(token("alerts-2", "alerts", "alerts-2-token", "2099-01-01T00:00:00Z"));
    tokens.append(token("gone", "operator", "expired-token", "2020-01-01T00:00:00Z"));
    Files.writeString(home.resolve("tokens.yaml"), tokens);
    Files.writeString(home.resolve("signing.pem"), signingKey());
    Files.writeString(
        home.resolve("topology.yaml"),
        Files.readString(Path.of("..", "runbooks", "topology.yaml"))
            + "\nsigningKeys: [{id: api-1, publicKey: '"
            + WaitingRun.Impl.keys.get(0).publicKey()
            + "'}]\n");
    Files.createDirectories(home.resolve("reports"));
    String yaml =
        String.join(
            "\n",
            "listen: {host: 127.0.0.1, port: 0}",
            "tokens: " + home.resolve("tokens.yaml"),
            "signing: {id: api-1, keyRef: 'file:" + home.resolve("signing.pem") + "'}",
            "audit: " + home.resolve("audit.jsonl"),
            "topology: " + home.resolve("topology.yaml"),
            "runbooks: ../runbooks",
            "reports: " + home.resolve("reports"),
            "");
    Path file = home.resolve("api.yaml");
    Files.writeString(file, edit.apply(yaml));
    return ApiConfigFile.read(file);
  }

  static String token(String name, String role, String token, String expires)
      throws GeneralSecurityException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return "  - {name: "
        + name
        + ", roles: ["
        + role
        + "], sha256: "
        + HexFormat.of().formatHex(hash)
        + ", expires: '"
        + expires
        + "'}\n";
  }

  private static String signingKey() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Base64.Encoder base64 = Base64.getEncoder();
    WaitingRun.Impl.keys =
        List.of(new SigningKey("api-1", base64.encodeToString(pair.getPublic().getEncoded())));
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64.encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.84.0.2"))) {
      return socket.getLocalPort();
    }
  }

  /** Where it listens. */
  public String uri() {
    return api.uri().toString();
  }

  public WorkflowStub start(String type, String id, Object request) {
    WorkflowStub run =
        temporal.newUntypedWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(request);
    return run;
  }

  ToldGroup.Told told(String group) {
    return temporal.newUntypedWorkflowStub("group/" + group).query("told", ToldGroup.Told.class);
  }

  Reply get(String token, String path) throws IOException {
    return call(request(token, path).get().build());
  }

  Reply post(String token, String path, Object body) throws IOException {
    return post(token, path, JSON.writeValueAsString(body));
  }

  Reply post(String token, String path, String body) throws IOException {
    return call(request(token, path).post(RequestBody.create(body, JSON_TYPE)).build());
  }

  Request.Builder request(String token, String path) {
    Request.Builder request = new Request.Builder().url(api.uri() + path);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  Reply call(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      return new Reply(
          response.code(),
          response.headers().toMultimap(),
          JSON.readTree(response.body().string()));
    }
  }

  List<JsonNode> audit() throws IOException {
    Path file = home.resolve("audit.jsonl");
    return Files.readAllLines(file).stream().map(RunningApi::parsed).toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }

  void stopTemporal() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    server.close();
  }

  @Override
  public void close() {
    api.close();
    meters.close();
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
    server.close();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  /** An answer. */
  record Reply(int status, Map<String, List<String>> headers, JsonNode body) {
    String header(String name) {
      List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
      return values == null ? null : values.get(0);
    }

    String detail() {
      return body.path("detail").asText();
    }
  }
}
