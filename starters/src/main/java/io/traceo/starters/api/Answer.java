package io.traceo.starters.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.traceo.starters.api.ProblemException.Problem;
import io.traceo.workflows.contract.PayloadMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param headers beside the content type
 */
record Answer(int status, String contentType, JsonNode body, Map<String, String> headers) {
  static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  static Answer ok(Object body) {
    return new Answer(200, JSON, MAPPER.valueToTree(body), Map.of());
  }

  /** As it is, for programs that read no JSON. */
  static Answer text(String contentType, String body) {
    return new Answer(200, contentType, TextNode.valueOf(body), Map.of());
  }

  static Answer accepted(Object body, String location) {
    return new Answer(202, JSON, MAPPER.valueToTree(body), Map.of("Location", location));
  }

  static Answer of(int status, Object body) {
    return new Answer(status, JSON, MAPPER.valueToTree(body), Map.of());
  }

  /** What goes over the wire. */
  byte[] bytes() {
    try {
      String text = body.isTextual() ? body.textValue() : MAPPER.writeValueAsString(body);
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A problem document.
   *
   * @param instance path that was asked for
   */
  static Answer of(Problem problem, String instance) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("type", problem.kind().type());
    body.put("title", problem.kind().title());
    body.put("status", problem.kind().status());
    body.put("detail", problem.detail());
    body.put("instance", instance);
    if (!problem.problems().isEmpty()) {
      body.set("problems", MAPPER.valueToTree(problem.problems()));
    }
    problem.more().forEach(body::set);
    Map<String, String> headers = new LinkedHashMap<>();
    Long after = problem.retryAfter();
    if (after != null) {
      headers.put("Retry-After", Long.toString(after));
    }
    switch (problem.kind()) {
      case UNAUTHENTICATED -> headers.put("WWW-Authenticate", "Bearer realm=\"traceo\"");
      // What is left of the body is not read.
      case TOO_LARGE -> headers.put("Connection", "close");
      default -> {}
    }
    return new Answer(problem.kind().status(), PROBLEM, body, headers);
  }
}
