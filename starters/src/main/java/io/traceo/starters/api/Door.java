package io.traceo.starters.api;

import io.traceo.starters.api.ProblemException.Kind;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who gets in, and how often. */
final class Door {
  private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
  private static final String SCHEME = "bearer ";

  private final @Nullable TokenFile file;
  private final @Nullable SignedTokens signed;
  private final Buckets strangers;
  private final Buckets requests;
  private final Buckets alerts;

  /**
   * @throws InvalidApiConfigException when what proves tokens can't be used
   */
  Door(ApiConfig config, Clock clock) {
    ApiConfig.Limits limits = config.limits();
    this.file = config.tokens() == null ? null : new TokenFile(config.tokens(), clock);
    this.signed = config.jwt() == null ? null : new SignedTokens(config.jwt(), clock);
    this.strangers =
        new Buckets(
            limits.strangersPerSecond(), limits.strangersBurst(), "requests without a token");
    this.requests = new Buckets(limits.requestsPerSecond(), limits.requestsBurst(), "requests");
    this.alerts = new Buckets(limits.alertsPerSecond(), limits.alertsBurst(), "alerts");
  }

  /**
   * Lets the call in, and says who asks.
   *
   * @throws ProblemException when it may not come in
   */
  void admit(Endpoint endpoint, Call call) {
    if (endpoint.roles().isEmpty()) {
      strangers.take(call.from(), 1);
      return;
    }
    Caller caller = known(call);
    call.identified(caller);
    if (endpoint.kind() == Endpoint.Kind.REPORT) {
      alerts.take(key(caller), 1);
    } else {
      requests.take(key(caller), 1);
    }
    if (!caller.mayAny(endpoint.roles())) {
      throw ProblemException.of(
          Kind.FORBIDDEN,
          "this needs the role "
              + String.join(" or ", endpoint.roles().stream().map(Role::word).sorted().toList())
              + ", which "
              + caller.user()
              + " does not have");
    }
  }

  /** More alerts than one came in a call. */
  void alsoAlerts(Caller caller, long more) {
    if (more > 0) {
      alerts.take(key(caller), more);
    }
  }

  private Caller known(Call call) {
    try {
      Caller caller = proven(call.header("Authorization"));
      if (caller == null) {
        throw ProblemException.of(Kind.UNAUTHENTICATED, "nobody has this token");
      }
      return caller;
    } catch (ProblemException e) {
      if (e.problem().kind() == Kind.UNAUTHENTICATED) {
        strangers.take(call.from(), 1);
      }
      throw e;
    }
  }

  private @Nullable Caller proven(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw ProblemException.of(Kind.UNAUTHENTICATED, "send a token: Authorization: Bearer TOKEN");
    }
    String token = header.substring(SCHEME.length()).strip();
    Caller named = file == null ? null : file.caller(token);
    return named == null && signed != null && JWT.matcher(token).matches()
        ? signed.caller(token)
        : named;
  }

  private static String key(Caller caller) {
    return caller.by() + " " + caller.user();
  }
}
