package io.traceo.starters.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code api.yaml}. */
public final class ApiConfigFile {
  private static final Duration LONGEST_SKEW = Duration.ofMinutes(1);

  private ApiConfigFile() {}

  /** For files of the API: an unknown field is an error. */
  static ObjectMapper mapper() {
    return YAMLMapper.builder()
        .addModule(new JavaTimeModule())
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
        .build();
  }

  /**
   * Reads and checks; relative paths are those of the process.
   *
   * @throws InvalidApiConfigException with everything that is wrong
   */
  public static ApiConfig read(Path file) {
    ApiConfig config;
    try {
      config = mapper().readValue(file.toFile(), ApiConfig.class);
    } catch (JacksonException e) {
      throw new InvalidApiConfigException(file.toString(), List.of(inWords(e)));
    } catch (IOException e) {
      throw new InvalidApiConfigException(
          file.toString(), List.of("can't be read: " + e.getMessage()));
    }
    List<String> problems = config == null ? List.of("it is empty") : problems(config);
    if (!problems.isEmpty()) {
      throw new InvalidApiConfigException(file.toString(), problems);
    }
    return config;
  }

  /** One line of what Jackson says, which goes on for pages. */
  static String inWords(JacksonException e) {
    String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return where + e.getOriginalMessage().replaceAll("\\s+", " ");
  }

  private static List<String> problems(ApiConfig config) {
    List<String> problems = new ArrayList<>();
    required(problems, "audit", config.audit());
    required(problems, "topology", config.topology());
    required(problems, "runbooks", config.runbooks());
    required(problems, "reports", config.reports());
    if (config.tokens() == null && config.jwt() == null) {
      problems.add("nobody could get in: name a file of tokens, or jwt");
    }
    if (config.tls() != null) {
      required(problems, "tls.certificate", config.tls().certificate());
      required(problems, "tls.key", config.tls().key());
    }
    if (config.signing() != null) {
      required(problems, "signing.id", config.signing().id());
      required(problems, "signing.keyRef", config.signing().keyRef());
    }
    if (config.limits().all().stream().anyMatch(limit -> limit < 1)) {
      problems.add("limits are numbers above 0");
    }
    listen(problems, config);
    if (config.jwt() != null) {
      jwt(problems, config.jwt());
    }
    return problems;
  }

  private static void required(List<String> problems, String field, @Nullable Object value) {
    if (value == null || value.toString().isBlank()) {
      problems.add("field \"" + field + "\" is missing");
    }
  }

  private static void listen(List<String> problems, ApiConfig config) {
    if (config.listen().port() < 0 || config.listen().port() > 65_535) {
      problems.add("listen.port is a number up to 65535");
    }
    if (config.tls() == null && !loopback(config.listen().host())) {
      problems.add(
          "without tls it listens on a loopback address only, and "
              + config.listen().host()
              + " is none: tokens would cross the network in the clear");
    }
  }

  private static void jwt(List<String> problems, ApiConfig.Jwt jwt) {
    required(problems, "jwt.issuer", jwt.issuer());
    required(problems, "jwt.audience", jwt.audience());
    required(problems, "jwt.jwksUrl", jwt.jwksUrl());
    for (String algorithm : jwt.algorithms()) {
      if (!JWSAlgorithm.Family.SIGNATURE.contains(JWSAlgorithm.parse(algorithm))) {
        problems.add(
            "jwt.algorithms: "
                + algorithm
                + " is none that a public key checks, as RS256 or ES256");
      }
    }
    if (jwt.algorithms().isEmpty()) {
      problems.add("jwt.algorithms is empty");
    }
    if (jwt.clockSkew().isNegative() || jwt.clockSkew().compareTo(LONGEST_SKEW) > 0) {
      problems.add("jwt.clockSkew is between PT0S and PT1M");
    }
    if (jwt.jwksUrl() != null && !safe(jwt.jwksUrl())) {
      problems.add("jwt.jwksUrl is an https address, or http on a loopback address");
    }
  }

  private static boolean safe(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && loopback(uri.getHost())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether nothing that is said to this address leaves the machine. */
  static boolean loopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
