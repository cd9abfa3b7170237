package io.traceo.starters.api;

import io.javalin.http.Context;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.starters.api.TemporalCalls.NoSuchRunException;
import io.traceo.starters.api.TemporalCalls.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request goes through: who asks, what for, the record, and a document for every error.
 */
record Desk(ApiDocument document, Door door, AuditLog audit, int longestBody, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** Never fails: what goes wrong is an answer too. */
  CompletableFuture<Answer> answer(Endpoint endpoint, Context context) {
    Call call = new Call(context);
    CompletableFuture<Answer> work;
    try {
      work = begin(endpoint, call);
    } catch (RuntimeException e) {
      work = CompletableFuture.failedFuture(e);
    }
    return work.handle((answer, error) -> error == null ? answer : failed(error, call.instance()))
        .thenCompose(answer -> recorded(endpoint, call, answer));
  }

  private CompletableFuture<Answer> begin(Endpoint endpoint, Call call) {
    door.admit(endpoint, call);
    String schema = endpoint.body();
    if (schema != null) {
      call.read(document, schema, longestBody);
      call.because(call.text("reason"));
    }
    if (endpoint.kind() == Endpoint.Kind.CHANGE) {
      asked(endpoint, call);
    }
    return endpoint.work().on(call);
  }

  /** What can't be recorded is not done. */
  private void asked(Endpoint endpoint, Call call) {
    try {
      audit.append(call.entry(now(), endpoint.name(), "ASKED", null, call.instance())).join();
    } catch (CompletionException e) {
      throw ProblemException.later(
          Kind.UNAVAILABLE, "the audit log can't be written; nothing was changed", 30);
    }
  }

  private CompletableFuture<Answer> recorded(Endpoint endpoint, Call call, Answer answer) {
    boolean silent = answer.status() == Kind.RATE_LIMIT.status() || call.changesNothing();
    if (endpoint.kind() == Endpoint.Kind.READ || silent) {
      return CompletableFuture.completedFuture(answer);
    }
    String detail = answer.body().path("detail").asText(null);
    String result = answer.status() < 400 ? "DONE" : answer.status() < 500 ? "REFUSED" : "FAILED";
    return audit
        .append(
            call.entry(
                now(),
                endpoint.name(),
                result,
                answer.status(),
                answer.status() < 400 ? null : detail))
        .handle(
            (done, error) ->
                error == null || answer.status() >= 400
                    ? answer
                    : failed(
                        ProblemException.later(
                            Kind.UNAVAILABLE,
                            "the audit log can't be written; what was asked may have been done",
                            30),
                        call.instance()));
  }

  /** The document that says what went wrong. */
  static Answer failed(Throwable error, String instance) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof ProblemException known) {
      return Answer.of(known.problem(), instance);
    }
    if (cause instanceof RefusedException refused) {
      return failed(
          ProblemException.of(Kind.CONFLICT, String.valueOf(refused.getMessage())), instance);
    }
    if (cause instanceof NoSuchRunException) {
      return failed(ProblemException.of(Kind.NOT_FOUND, "no such run"), instance);
    }
    LOG.error("{} failed", instance, cause);
    return failed(
        ProblemException.of(
            Kind.INTERNAL, "an error that nobody expected; the log of the API says more"),
        instance);
  }

  static CompletableFuture<Answer> stopping(Context context) {
    return CompletableFuture.completedFuture(
        failed(ProblemException.later(Kind.UNAVAILABLE, "the API stops", 5), context.path()));
  }

  /** What Javalin itself refused. */
  static Answer notOurs(int status, Context context, List<Endpoint> endpoints) {
    if (status != Kind.METHOD.status()) {
      return failed(
          status == Kind.NOT_FOUND.status()
              ? ProblemException.of(Kind.NOT_FOUND, "nothing is at this address")
              : ProblemException.of(Kind.MALFORMED, "the request can't be read"),
          context.path());
    }
    List<String> allowed =
        endpoints.stream()
            .filter(e -> context.path().matches(e.path().replaceAll("\\{\\w+}", "[^/]+")))
            .map(Endpoint::method)
            .sorted()
            .toList();
    Answer answer =
        failed(
            ProblemException.of(Kind.METHOD, "this address takes " + String.join(", ", allowed)),
            context.path());
    return new Answer(
        answer.status(),
        answer.contentType(),
        answer.body(),
        Map.of("Allow", String.join(", ", allowed)));
  }

  private String now() {
    return clock.instant().toString();
  }
}
