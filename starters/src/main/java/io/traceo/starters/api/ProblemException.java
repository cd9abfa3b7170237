package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered by a problem document (RFC 9457). What it says is for whoever asked:
 * nothing of the inside.
 */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  static ProblemException of(Kind kind, String detail) {
    return new ProblemException(new Problem(kind, detail, List.of(), null, Map.of()));
  }

  static ProblemException of(Kind kind, String detail, List<String> problems) {
    return new ProblemException(new Problem(kind, detail, problems, null, Map.of()));
  }

  /** Something to try again. */
  static ProblemException later(Kind kind, String detail, long seconds) {
    return new ProblemException(new Problem(kind, detail, List.of(), seconds, Map.of()));
  }

  /** The same with one more field in the document. */
  ProblemException with(String field, JsonNode value) {
    Map<String, JsonNode> more = new TreeMap<>(problem.more());
    more.put(field, value);
    return new ProblemException(
        new Problem(
            problem.kind(), problem.detail(), problem.problems(), problem.retryAfter(), more));
  }

  /**
   * What the document holds.
   *
   * @param problems where there are several
   * @param retryAfter seconds
   * @param more fields of this kind of problem
   */
  record Problem(
      Kind kind,
      String detail,
      List<String> problems,
      @Nullable Long retryAfter,
      Map<String, JsonNode> more) {}

  /** What can be wrong; the name is the end of the document's {@code type}. */
  enum Kind {
    MALFORMED(400, "The request can't be read"),
    INVALID(400, "The request does not say what is needed"),
    UNAUTHENTICATED(401, "A token that counts is needed"),
    FORBIDDEN(403, "The token may not be used for this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD(405, "This can't be done here"),
    CONFLICT(409, "It stands against what is there"),
    TOO_LARGE(413, "The body is too large"),
    MEDIA_TYPE(415, "The body is not JSON"),
    NOT_TAKEN(422, "Not everything was taken"),
    RATE_LIMIT(429, "Too much at once"),
    INTERNAL(500, "Something went wrong here"),
    TEMPORAL(503, "Temporal does not answer"),
    UNAVAILABLE(503, "It can't be done now");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    String type() {
      return "urn:traceo:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
