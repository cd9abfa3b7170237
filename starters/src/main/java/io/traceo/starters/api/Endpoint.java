package io.traceo.starters.api;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param method of HTTP
 * @param path with parameters in braces
 * @param roles of which the caller needs one; empty when nobody has to say who he is
 * @param body name of the body's schema in the document; null when there is none
 * @param kind what it does, which decides how it is counted and recorded
 */
record Endpoint(
    String method, String path, Set<Role> roles, @Nullable String body, Kind kind, Work work) {

  /** What an endpoint does. */
  enum Kind {
    /** Changes nothing. */
    READ,
    /** Tells a group something; many a second. */
    REPORT,
    /** Changes something: stands in the audit log before it is tried, too. */
    CHANGE
  }

  /** Answers. What it throws becomes a problem document. */
  @FunctionalInterface
  interface Work {
    CompletableFuture<Answer> on(Call call);
  }

  /** Answers at once, however long that takes. */
  @FunctionalInterface
  interface Simple {
    Answer on(Call call);
  }

  static Endpoint read(String path, Set<Role> roles, Simple work) {
    return new Endpoint("GET", path, roles, null, Kind.READ, now(work));
  }

  static Endpoint change(String path, Role role, String body, Simple work) {
    return new Endpoint("POST", path, Set.of(role), body, Kind.CHANGE, now(work));
  }

  static Endpoint report(String path, String body, Work work) {
    return new Endpoint("POST", path, Set.of(Role.ALERTS, Role.OPERATOR), body, Kind.REPORT, work);
  }

  private static Work now(Simple work) {
    return call -> CompletableFuture.completedFuture(work.on(call));
  }

  String name() {
    return method + " " + path;
  }
}
