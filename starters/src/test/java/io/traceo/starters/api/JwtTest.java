package io.traceo.starters.api;

import static io.traceo.starters.api.ApiTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer that publishes its keys. */
@Timeout(60)
class JwtTest {
  private static final String ISSUER = "https://login.example.com";

  @TempDir Path home;
  private RSAKey key;
  private HttpServer issuer;
  private RunningApi api;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("k1").generate();
    issuer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
    String url = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys";
    api =
        new RunningApi(
            home,
            yaml ->
                yaml
                    + "jwt: {issuer: '"
                    + ISSUER
                    + "', audience: traceo, jwksUrl: '"
                    + url
                    + "', clockSkew: PT30S}\n");
    api.start("Group", "group/na", Map.of("group", "na"));
  }

  @AfterEach
  void stop() {
    api.close();
    issuer.stop(0);
  }

  private static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("traceo")
        .subject("ada")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("roles", List.of("operator", "emperor"));
  }

  private String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(key));
  }

  private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  @Test
  void theSubjectIsTheUserAndItsRolesCount() throws Exception {
    String token = signed(claims().build());
    assertThat(api.post(token, "/v1/groups/na/freeze", Map.of("reason", "migration")).status())
        .isEqualTo(200);
    assertThat(api.told("na").orders().get(0).by()).isEqualTo("ada");
    assertThat(api.audit().toString()).contains("\"by\":\"jwt\"").doesNotContain(token);
    isProblem(api, api.post(token, "/v1/runs/x/approve", Map.of()), 403, "approver");
  }

  @Test
  void aClockThatIsOffALittleIsForgivenAndMoreIsNot() throws Exception {
    Instant now = Instant.now();
    assertThat(expires(now.minusSeconds(10))).isEqualTo(200);
    assertThat(expires(now.minusSeconds(60))).isEqualTo(401);
    assertThat(issued(now.plusSeconds(10))).isEqualTo(200);
    assertThat(issued(now.plusSeconds(90))).isEqualTo(401);
    String early = signed(claims().notBeforeTime(Date.from(now.plusSeconds(90))).build());
    isProblem(api, api.get(early, "/v1/groups"), 401, "before use time");
  }

  private int expires(Instant at) throws IOException, JOSEException {
    return api.get(signed(claims().expirationTime(Date.from(at)).build()), "/v1/groups").status();
  }

  private int issued(Instant at) throws IOException, JOSEException {
    return api.get(signed(claims().issueTime(Date.from(at)).build()), "/v1/groups").status();
  }

  @Test
  void whatSomebodyElseMadeDoesNotCount() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
    refused(signed(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(other)));
    refused(new PlainJWT(claims().build()).serialize());
    // The public key as a secret: what a library that believes the token's header falls for.
    byte[] secret = key.toPublicJWK().toRSAPublicKey().getEncoded();
    refused(signed(claims().build(), JWSAlgorithm.HS256, new MACSigner(secret)));
    refused(signed(claims().build(), JWSAlgorithm.PS256, new RSASSASigner(key)));
    refused(signed(claims().issuer("https://elsewhere").build()));
    refused(signed(claims().audience("another").build()));
    refused(signed(claims().subject(null).build()));
    refused(signed(claims().expirationTime(null).build()));
  }

  private void refused(String token) throws IOException {
    isProblem(api, api.get(token, "/v1/groups"), 401, "token");
  }

  @Test
  void withoutTheIssuerNobodyIsLetInAndItIsSaidWhenToTryAgain() throws Exception {
    issuer.stop(0);
    isProblem(api, api.get(signed(claims().build()), "/v1/groups"), 503, "issuer");
    assertThat(api.get("viewer-token", "/v1/groups/na").status()).isEqualTo(200);
  }
}
