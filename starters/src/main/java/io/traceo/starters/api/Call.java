package io.traceo.starters.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.traceo.starters.api.ProblemException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request, with what is to be recorded of it. */
final class Call {
  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Context context;
  private @Nullable Caller caller;
  private @Nullable JsonNode body;
  private @Nullable String group;
  private @Nullable String run;
  private @Nullable String reason;
  private @Nullable String detail;
  private boolean changesNothing;

  Call(Context context) {
    this.context = context;
  }

  /** The address that asks. */
  String from() {
    return context.ip();
  }

  @Nullable String header(String name) {
    return context.header(name);
  }

  String instance() {
    return context.path();
  }

  String parameter(String name) {
    return context.pathParam(name);
  }

  /**
   * A parameter of the query that is true or false.
   *
   * @throws ProblemException when it is neither
   */
  boolean flag(String name) {
    String value = context.queryParam(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw ProblemException.of(Kind.INVALID, "parameter " + name + " is true or false");
  }

  void identified(Caller by) {
    caller = by;
  }

  @Nullable Caller identity() {
    return caller;
  }

  Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("nobody is known here");
    }
    return caller;
  }

  JsonNode body() {
    if (body == null) {
      throw new IllegalStateException("no body was read");
    }
    return body;
  }

  /** A field of the body, null when it isn't there. */
  @Nullable String text(String field) {
    JsonNode value = body().path(field);
    return value.isTextual() ? value.asText() : null;
  }

  /** A field that the schema requires. */
  String required(String field) {
    String value = text(field);
    if (value == null || value.isBlank()) {
      throw ProblemException.of(
          Kind.INVALID, "field \"" + field + "\" is missing", List.of(field + " says nothing"));
    }
    return value;
  }

  /**
   * Reads the body, never more of it than is allowed.
   *
   * @throws ProblemException when it is too long, not JSON, or not as the schema wants it
   */
  void read(ApiDocument document, String schema, int longest) {
    String type = context.contentType();
    if (type == null
        || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
      throw ProblemException.of(Kind.MEDIA_TYPE, "send the body as application/json");
    }
    body = parse(bytes(longest));
    List<String> problems = document.problems(schema, body);
    if (!problems.isEmpty()) {
      throw ProblemException.of(Kind.INVALID, String.join("; ", problems), problems);
    }
  }

  private byte[] bytes(int longest) {
    try {
      if (context.req().getContentLengthLong() > longest) {
        throw tooLarge(longest);
      }
      InputStream in = context.req().getInputStream();
      byte[] all = in.readNBytes(longest + 1);
      if (all.length > longest) {
        throw tooLarge(longest);
      }
      return all;
    } catch (IOException e) {
      throw ProblemException.of(Kind.MALFORMED, "the body broke off");
    }
  }

  private static ProblemException tooLarge(int longest) {
    return ProblemException.of(Kind.TOO_LARGE, "a body has at most " + longest + " bytes");
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      JsonNode node = STRICT.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw ProblemException.of(Kind.MALFORMED, "the body is no JSON object");
      }
      return node;
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw ProblemException.of(
          Kind.MALFORMED,
          "the body is no JSON"
              + (at == null
                  ? ""
                  : ": line " + at.getLineNr() + ", column " + at.getColumnNr() + " is wrong"));
    } catch (IOException e) {
      throw ProblemException.of(Kind.MALFORMED, "the body is no JSON");
    }
  }

  void about(String named) {
    group = named;
  }

  void aboutRun(String workflowId) {
    run = workflowId;
  }

  void because(@Nullable String given) {
    reason = given;
  }

  /** What came of it, in a line for the record. */
  void note(String line) {
    detail = line;
  }

  /** It asked for a change and for none at once: not for the record. */
  void nothingToChange() {
    changesNothing = true;
  }

  boolean changesNothing() {
    return changesNothing;
  }

  /** The line for the audit log. */
  AuditLog.Entry entry(
      String at, String what, String result, @Nullable Integer status, @Nullable String otherwise) {
    return new AuditLog.Entry(
        at,
        from(),
        caller == null ? null : caller.user(),
        caller == null ? null : caller.by(),
        what,
        group,
        run,
        result,
        status,
        reason,
        otherwise == null ? detail : otherwise);
  }
}
