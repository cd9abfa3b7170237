package io.traceo.starters.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code api.yaml} and the files that it names may say. */
@Timeout(60)
class ApiConfigTest {
  private static final String SHIPPED = "../runbooks/topology.yaml";

  @TempDir Path home;

  @Test
  void theExampleOfTheStackIsReadAsTheApiReadsIt() {
    ApiConfig example = ApiConfigFile.read(Path.of("../docker/place/api.example.yaml"));
    assertThat(example.tls()).isNotNull();
    assertThat(example.limits()).isEqualTo(ApiConfig.Limits.DEFAULT);
    assertThat(example.groups()).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaid() throws IOException {
    refused("", "No content");
    refused("listen: [", "line ");
    refused("lissten: {}", "lissten");
    refused("audit: a", "\"topology\" is missing", "nobody could get in");
    refused("listen: {host: 0.0.0.0}", "without tls it listens on a loopback address only");
    refused("limits: {bodyBytes: 0}", "above 0");
    refused(
        "jwt: {issuer: i, audience: a, jwksUrl: 'http://login.example.com', algorithms: [HS256,"
            + " none], clockSkew: PT10M}",
        "HS256 is none",
        "none is none",
        "between PT0S and PT1M",
        "https address");
  }

  private void refused(String yaml, String... parts) throws IOException {
    Path file = Files.writeString(home.resolve("wrong.yaml"), yaml);
    assertThatThrownBy(() -> ApiConfigFile.read(file))
        .isInstanceOf(InvalidApiConfigException.class)
        .hasMessageContaining("wrong.yaml")
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatItNamesIsReadWhenItIsChecked() throws IOException, GeneralSecurityException {
    ApiConfig good = RunningApi.config(home, UnaryOperator.identity());
    ApiServer.check(good);
    ApiConfig unknownKey =
        RunningApi.config(home, yaml -> yaml.replaceAll("topology: .*", "topology: " + SHIPPED));
    assertThatThrownBy(() -> ApiServer.check(unknownKey))
        .hasMessageContaining("signing")
        .hasMessageContaining("the topology has no key \"api-1\"");
    checked("groups: [mars]", "mars is no group");
    Files.writeString(home.resolve("signing.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END");
    assertThatThrownBy(() -> ApiServer.check(good))
        .hasMessageContaining("Ed25519")
        .message()
        .doesNotContain("AAAA");
    Files.writeString(home.resolve("tokens.yaml"), "tokens:\n  - {name: ada, sha256: secret}\n");
    assertThatThrownBy(() -> ApiServer.check(good))
        .hasMessageContainingAll("ada: sha256 is 64", "roles are some of", "\"expires\"");
  }

  private void checked(String more, String part) throws IOException, GeneralSecurityException {
    ApiConfig config = RunningApi.config(home, yaml -> yaml + more + "\n");
    assertThatThrownBy(() -> ApiServer.check(config)).hasMessageContaining(part);
  }

  /** A token works within two seconds of being written down, and is gone as soon. */
  @Test
  void tokensAreReadAgainWhenTheirFileChanges() throws Exception {
    try (RunningApi api = new RunningApi(home)) {
      assertThat(api.get("new-token", "/openapi.json").status()).isEqualTo(401);
      Path file = home.resolve("tokens.yaml");
      String before = Files.readString(file);
      Files.writeString(
          file, before + RunningApi.token("new", "viewer", "new-token", "2099-01-01T00:00:00Z"));
      awaitStatus(api, "new-token", 200);
      Files.writeString(file, "tokens: [");
      awaitStatus(api, "new-token", 200);
      Files.writeString(file, before);
      awaitStatus(api, "new-token", 401);
      assertThat(api.get("viewer-token", "/openapi.json").status()).isEqualTo(200);
    }
  }

  private static void awaitStatus(RunningApi api, String token, int status) throws Exception {
    long end = System.nanoTime() + 5_000_000_000L;
    // Longer than the second within which it looks once, so that a stale answer can't pass.
    Thread.sleep(1100);
    int seen;
    while ((seen = api.get(token, "/openapi.json").status()) != status && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    assertThat(seen).isEqualTo(status);
  }

  @Test
  void itSpeaksTlsByPemFiles() throws Exception {
    HeldCertificate root =
        new HeldCertificate.Builder().certificateAuthority(0).commonName("root").build();
    for (boolean rsa : new boolean[] {true, false}) {
      HeldCertificate.Builder leaf =
          new HeldCertificate.Builder()
              .signedBy(root)
              .addSubjectAlternativeName(InetAddress.getLoopbackAddress().getHostAddress());
      HeldCertificate server = (rsa ? leaf.rsa2048() : leaf.ecdsa256()).build();
      Files.writeString(home.resolve("api.crt"), server.certificatePem() + root.certificatePem());
      Files.writeString(home.resolve("api.key"), server.privateKeyPkcs8Pem());
      String tls =
          "tls: {certificate: " + home.resolve("api.crt") + ", key: " + home.resolve("api.key");
      try (RunningApi api = new RunningApi(home, yaml -> yaml + tls + "}\n")) {
        assertThat(api.api.uri().getScheme()).isEqualTo("https");
        HandshakeCertificates trust =
            new HandshakeCertificates.Builder().addTrustedCertificate(root.certificate()).build();
        OkHttpClient client =
            new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
        try (Response response =
            client
                .newCall(new Request.Builder().url(api.api.uri() + "/health").build())
                .execute()) {
          assertThat(response.code()).isEqualTo(200);
        }
        client.connectionPool().evictAll();
      }
    }
  }
}
