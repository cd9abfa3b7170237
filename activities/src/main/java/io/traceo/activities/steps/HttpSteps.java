package io.traceo.activities.steps;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.metrics.Trust;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.StepActivities;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.steps.ExtraStep.HttpCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of extra steps. Secrets are read here, at each use, and go to the host of the
 * runbook alone: redirects are not followed. Of an answer only its status is told, since its body
 * may hold a secret.
 */
public final class HttpSteps implements StepActivities {
  /** Larger bodies are refused: a step tells somebody something, it moves no data. */
  public static final int MOST_BYTES = 65_536;

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final List<String> BODILESS = List.of("GET", "HEAD", "DELETE");
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

  private final ObjectMapper mapper = PayloadMapper.create();
  private final OkHttpClient client = Trust.client("", null, ANSWER);

  @Override
  public Receipt http(HttpStep step) {
    HttpCall call = step.call();
    try {
      Request request = request(step, call);
      try (Response response = client.newCall(request).execute()) {
        return judged(step, call, response.code());
      }
    } catch (IOException e) {
      // Not the address: it may be a secret.
      throw Failures.of(
          FailureTypes.UNREACHABLE, step.name() + ": no answer: " + e.getClass().getSimpleName());
    }
  }

  private Request request(HttpStep step, HttpCall call) throws IOException {
    @Nullable HttpUrl url = HttpUrl.parse(resolved(step.name(), "url", call.url()));
    if (url == null) {
      throw invalid(step.name(), "url is no http or https address");
    }
    Request.Builder request = new Request.Builder().url(url);
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      String field = "header " + header.getKey();
      try {
        request.header(header.getKey(), resolved(step.name(), field, header.getValue()));
      } catch (IllegalArgumentException e) {
        // Its words show the value.
        throw invalid(step.name(), field + " can't be sent: it has a line break, or no ASCII");
      }
    }
    return request
        .header("Idempotency-Key", step.key())
        .method(call.method(), body(step, call))
        .build();
  }

  private @Nullable RequestBody body(HttpStep step, HttpCall call) throws IOException {
    if (BODILESS.contains(call.method())) {
      return null;
    }
    RequestBody body =
        call.body() == null
            ? RequestBody.create(mapper.writeValueAsBytes(step.input()), JSON)
            : RequestBody.create(call.body(), isJson(call.body()) ? JSON : TEXT);
    if (body.contentLength() > MOST_BYTES) {
      throw invalid(step.name(), "body has more than " + MOST_BYTES + " bytes");
    }
    return body;
  }

  private boolean isJson(String text) {
    try {
      return mapper.readTree(text).isContainerNode();
    } catch (IOException e) {
      return false;
    }
  }

  private static Receipt judged(HttpStep step, HttpCall call, int status) {
    if (Statuses.of(call.expect()).contains(status)) {
      return Receipt.done("answered " + status);
    }
    String said = step.name() + ": answered " + status + ", expected " + call.expect();
    boolean later = status == 408 || status == 429 || status >= 500;
    throw Failures.of(later ? FailureTypes.NOT_READY : FailureTypes.INVALID_REQUEST, said);
  }

  private static String resolved(String step, String field, String value) {
    if (!value.startsWith("file:") && !value.startsWith("env:")) {
      return value;
    }
    try {
      return SecretRef.resolve(value);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw invalid(step, field + ": " + e.getMessage());
    }
  }

  private static ApplicationFailure invalid(String step, String what) {
    return Failures.of(FailureTypes.INVALID_REQUEST, step + ": " + what);
  }
}
