package io.traceo.activities.alert;

import io.traceo.activities.metrics.Trust;
import io.traceo.activities.place.PlaceConfig.AlertChannel;
import io.traceo.activities.place.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One HTTP server that takes alerts. Its token goes to it alone: redirects are not followed. */
final class Receiver {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int WORDS = 200;

  private final String field;
  private final HttpUrl url;
  private final @Nullable String tokenRef;
  private final OkHttpClient client;

  /**
   * @param field of the place's configuration, for example {@code alerts.webhooks[0]}
   * @throws IllegalArgumentException naming the field when it can't be used
   */
  Receiver(String field, AlertChannel channel) {
    @Nullable HttpUrl parsed = channel.url() == null ? null : HttpUrl.parse(channel.url());
    if (parsed == null || !parsed.username().isEmpty() || !parsed.password().isEmpty()) {
      throw new IllegalArgumentException(
          // What is wrong with it may be a password in it.
          field + ".url: it is no http or https URL without a user; correct it");
    }
    this.field = field;
    this.url = parsed;
    this.tokenRef = channel.tokenRef();
    this.client = Trust.client(field + ".caFile", channel.caFile(), ANSWER);
  }

  /** Its field and host. The path of a webhook's address often is its secret. */
  String name() {
    return field + " (" + url.host() + ":" + url.port() + ")";
  }

  HttpUrl url() {
    return url;
  }

  /** Posts JSON. */
  void post(HttpUrl to, String json, String key) throws RefusedException {
    call(
        new Request.Builder()
            .url(to)
            .header("Idempotency-Key", key)
            .post(RequestBody.create(json, JSON)));
  }

  /** Asks for something that changes nothing. */
  void get(HttpUrl from) throws RefusedException {
    call(new Request.Builder().url(from));
  }

  private void call(Request.Builder request) throws RefusedException {
    try {
      if (tokenRef != null) {
        request.header("Authorization", "Bearer " + SecretRef.resolve(tokenRef));
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new RefusedException(name() + ": tokenRef: " + e.getMessage(), false);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      if (!response.isSuccessful()) {
        byte[] body = Objects.requireNonNull(response.body()).byteStream().readNBytes(WORDS);
        String said = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
        int status = response.code();
        String hint = status == 401 || status == 403 ? "; look at its tokenRef" : "";
        // A token or an address can be mended while it is tried again; its words can't.
        throw new RefusedException(
            name() + " answers " + status + ": " + said + hint, status == 400 || status == 422);
      }
    } catch (IOException e) {
      throw new RefusedException(name() + " does not answer: " + e.getMessage(), false);
    }
  }
}
