package io.traceo.workflows.steps;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.workflows.budget.Budget;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A step of the user's own, before or after what a runbook does: {@code runbooks/steps.md}. Exactly
 * the field that its kind needs is set.
 *
 * @param name unique in its runbook
 * @param budget how long, and what then: FORCE goes on without it, ABORT takes back and ends, PAGE
 *     pages and goes on trying. The same holds when it fails for good
 * @param unplanned whether an unplanned failover waits for it too, before it does anything
 * @param pause of a step that only waits
 * @param approval why somebody is asked, of a step that asks people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExtraStep(
    String name,
    Kind kind,
    Budget budget,
    boolean unplanned,
    @JsonProperty("wait") @Nullable Duration pause,
    @Nullable HttpCall http,
    @Nullable Work activity,
    @Nullable Work workflow,
    @Nullable String approval) {

  /** What it does. */
  public enum Kind {
    /** Only time. */
    @JsonProperty("wait")
    WAIT,
    /** One HTTP request. */
    @JsonProperty("http")
    HTTP,
    /** People say yes. */
    @JsonProperty("approval")
    APPROVAL,
    /** An activity of the user's own worker. */
    @JsonProperty("activity")
    ACTIVITY,
    /** A workflow of the user's own worker. */
    @JsonProperty("workflow")
    WORKFLOW
  }

  /**
   * A request. Redirects are not followed; 408, 429 and 5xx are tried again, any other answer that
   * is not expected is final.
   *
   * @param url address, or a {@code file:} or {@code env:} reference to one
   * @param headers values are such references, apart from {@code Accept}, {@code Content-Type} and
   *     {@code User-Agent}; resolved where the request is made, so that no secret is in a payload
   * @param body what to send; where there is none, anything but GET, HEAD and DELETE sends what
   *     {@link ExtraInput} says, as JSON
   * @param expect statuses, for example {@code 200-299}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HttpCall(
      String method,
      String url,
      Map<String, String> headers,
      @Nullable String body,
      String expect) {
    public HttpCall {
      method = method == null ? "POST" : method;
      expect = expect == null ? "200-299" : expect;
      headers =
          headers == null
              ? Map.of()
              : Collections.unmodifiableMap(new TreeMap<String, String>(headers));
    }
  }

  /**
   * An activity or a workflow of the user's own worker. It is given {@link ExtraInput}.
   *
   * @param type its name
   * @param taskQueue that the worker polls; none of Traceo's
   * @param input any JSON
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Work(String type, String taskQueue, @Nullable JsonNode input) {}

  /** In words, for a plan. */
  String words() {
    return switch (kind) {
      case WAIT -> "waits " + (pause == null ? 0 : pause.toSeconds()) + " s";
      case HTTP -> http == null ? "http" : "http " + http.method();
      case APPROVAL -> "approval: " + approval;
      case ACTIVITY -> "activity " + named(activity);
      case WORKFLOW -> "workflow " + named(workflow);
    };
  }

  private static String named(@Nullable Work work) {
    return work == null ? "" : work.type() + " on " + work.taskQueue();
  }
}
