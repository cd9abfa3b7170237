package io.traceo.starters.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.traceo.starters.api.ProblemException.Kind;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JWTs, by the keys that their issuer publishes; the keys are kept for five minutes. */
final class SignedTokens {
  private static final int TIMEOUT_MS = 2000;
  private static final int LARGEST_BYTES = 100_000;

  private final ApiConfig.Jwt config;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  SignedTokens(ApiConfig.Jwt config, Clock clock) {
    this.config = config;
    this.clock = clock;
    Set<JWSAlgorithm> algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms, JWKSourceBuilder.<SecurityContext>create(url(), retriever()).build()));
    // Only what is signed is a token: an unsigned or an encrypted one has no selector here.
    processor.setJWTClaimsSetVerifier(new Claims());
  }

  /**
   * Whose token it is.
   *
   * @throws ProblemException when it does not count, or the keys can't be had
   */
  Caller caller(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return new Caller(user(claims), "jwt", roles(claims));
    } catch (KeySourceException e) {
      throw ProblemException.later(
          Kind.UNAVAILABLE, "the keys that check signed tokens can't be had from their issuer", 5);
    } catch (BadJOSEException | ParseException e) {
      throw ProblemException.of(
          Kind.UNAUTHENTICATED, "the signed token does not count: " + e.getMessage());
    } catch (JOSEException e) {
      throw ProblemException.of(Kind.UNAUTHENTICATED, "the signed token can't be checked");
    }
  }

  private String user(JWTClaimsSet claims) throws ParseException {
    String user = claims.getStringClaim(config.userClaim());
    if (user == null || user.isBlank()) {
      throw ProblemException.of(
          Kind.UNAUTHENTICATED, "the signed token names nobody in claim " + config.userClaim());
    }
    return user;
  }

  private Set<Role> roles(JWTClaimsSet claims) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Object claim = claims.getClaim(config.rolesClaim());
    if (claim instanceof List<?> named) {
      for (Role role : Role.values()) {
        if (named.contains(role.word())) {
          roles.add(role);
        }
      }
    }
    return roles;
  }

  private java.net.URL url() {
    try {
      return URI.create(config.jwksUrl()).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(config.jwksUrl(), e);
    }
  }

  private DefaultResourceRetriever retriever() {
    var ca = config.ca();
    return ca == null
        ? new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, LARGEST_BYTES)
        : new DefaultResourceRetriever(
            TIMEOUT_MS, TIMEOUT_MS, LARGEST_BYTES, true, PemFiles.trusting(ca).getSocketFactory());
  }

  /** By our own clock; the library's check of {@code iat} is none. */
  private final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private Claims() {
      super(
          config.audience(),
          new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
          Set.of("exp", config.userClaim()));
      setMaxClockSkew((int) config.clockSkew().toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
        throws com.nimbusds.jwt.proc.BadJWTException {
      super.verify(claims, context);
      Date issued = claims.getIssueTime();
      if (issued != null && issued.toInstant().isAfter(clock.instant().plus(config.clockSkew()))) {
        throw new com.nimbusds.jwt.proc.BadJWTException(
            "it was issued in the future; compare the clocks");
      }
    }
  }
}
