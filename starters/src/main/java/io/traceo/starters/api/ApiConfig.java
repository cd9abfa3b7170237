package io.traceo.starters.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code api.yaml} says. Where Temporal is says Temporal's own client configuration.
 *
 * @param listen where it listens
 * @param tls certificate and key; without them it listens on loopback addresses only
 * @param tokens file of bearer tokens, read again when it changes; null when only JWTs count
 * @param jwt how signed tokens are checked; null when only the file counts
 * @param signing what signs approvals; null when nobody may approve here
 * @param audit file that every change is appended to
 * @param topology file
 * @param runbooks folder of the runbooks
 * @param groups that this namespace runs; empty for every group that isn't isolated
 * @param reports folder of the reports
 */
public record ApiConfig(
    Listen listen,
    @Nullable Tls tls,
    @Nullable Path tokens,
    @Nullable Jwt jwt,
    @Nullable Signing signing,
    Path audit,
    Path topology,
    Path runbooks,
    List<String> groups,
    Path reports,
    Limits limits) {
  public ApiConfig {
    listen = listen == null ? new Listen("127.0.0.1", 8443) : listen;
    groups = groups == null ? List.of() : List.copyOf(groups);
    limits = limits == null ? Limits.DEFAULT : limits;
  }

  /**
   * An address of this machine.
   *
   * @param host name or address; 127.0.0.1 by default
   * @param port 8443 by default; 0 takes a free one
   */
  public record Listen(String host, Integer port) {
    public Listen {
      host = host == null ? "127.0.0.1" : host;
      port = port == null ? 8443 : port;
    }
  }

  /**
   * PEM files.
   *
   * @param certificate of the server first, then those that lead to the root
   * @param key PKCS#8
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * Signed tokens of somebody who knows the users.
   *
   * @param issuer that {@code iss} must name
   * @param audience that {@code aud} must name
   * @param jwksUrl where the keys are; https, or http on a loopback address
   * @param ca PEM file of who signed that server's certificate; null for the JDK's own
   * @param algorithms that count; only those with a public key are possible
   * @param userClaim whose value is the user's name; {@code sub} by default
   * @param rolesClaim whose value is a list of roles; {@code roles} by default
   * @param clockSkew that is allowed, a minute at most and by default
   */
  public record Jwt(
      String issuer,
      String audience,
      String jwksUrl,
      @Nullable Path ca,
      List<String> algorithms,
      String userClaim,
      String rolesClaim,
      Duration clockSkew) {
    public Jwt {
      algorithms = algorithms == null ? List.of("RS256", "ES256") : List.copyOf(algorithms);
      userClaim = userClaim == null ? "sub" : userClaim;
      rolesClaim = rolesClaim == null ? "roles" : rolesClaim;
      clockSkew = clockSkew == null ? Duration.ofMinutes(1) : clockSkew;
    }
  }

  /**
   * The private half of a signing key of the topology.
   *
   * @param id of the key there
   * @param keyRef {@code file:} or {@code env:} reference to the PEM text, Ed25519, PKCS#8
   */
  public record Signing(String id, String keyRef) {}

  /**
   * What one token may ask for. A bucket holds {@code …Burst} and fills by {@code …PerSecond}.
   *
   * @param alertsPerSecond alerts, not requests: a webhook holds many
   * @param requestsPerSecond everything else
   * @param strangersPerSecond requests of one address without a token that counts
   * @param bodyBytes the longest body
   */
  public record Limits(
      Integer alertsPerSecond,
      Integer alertsBurst,
      Integer requestsPerSecond,
      Integer requestsBurst,
      Integer strangersPerSecond,
      Integer strangersBurst,
      Integer bodyBytes) {
    static final Limits DEFAULT = new Limits(200, 1000, 20, 40, 5, 20, 1_048_576);

    public Limits {
      alertsPerSecond = alertsPerSecond == null ? 200 : alertsPerSecond;
      alertsBurst = alertsBurst == null ? 1000 : alertsBurst;
      requestsPerSecond = requestsPerSecond == null ? 20 : requestsPerSecond;
      requestsBurst = requestsBurst == null ? 40 : requestsBurst;
      strangersPerSecond = strangersPerSecond == null ? 5 : strangersPerSecond;
      strangersBurst = strangersBurst == null ? 20 : strangersBurst;
      bodyBytes = bodyBytes == null ? 1_048_576 : bodyBytes;
    }

    List<Integer> all() {
      return List.of(
          alertsPerSecond,
          alertsBurst,
          requestsPerSecond,
          requestsBurst,
          strangersPerSecond,
          strangersBurst,
          bodyBytes);
    }
  }
}
