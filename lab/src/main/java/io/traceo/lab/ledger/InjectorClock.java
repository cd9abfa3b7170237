package io.traceo.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Measures the offset between this process's monotonic clock and the injector's, as NTP does: the
 * sample with the shortest round trip wins.
 */
final class InjectorClock {
  private static final int SAMPLES = 8;
  private static final int PATIENCE_MS = 1000;

  /**
   * @param offsetNanos what to subtract from this process's readings
   * @param uncertaintyNanos half the round trip
   */
  record Offset(long offsetNanos, long uncertaintyNanos) {
    static final Offset NONE = new Offset(0, 0);
  }

  private final @Nullable String url;
  private final ObjectMapper mapper = new ObjectMapper();
  private volatile @Nullable Offset best;

  InjectorClock(@Nullable String url) {
    this.url = url;
  }

  /** Best measurement so far; zero when there is no injector's clock. */
  Offset offset() {
    Offset known = best;
    return known == null ? Offset.NONE : known;
  }

  /**
   * Takes new samples and keeps the best of all.
   *
   * @throws IOException when the injector doesn't answer and never has
   */
  void measure() throws IOException {
    if (url == null) {
      return;
    }
    try {
      for (int i = 0; i < SAMPLES; i++) {
        Offset sample = sample(url);
        Offset known = best;
        if (known == null || sample.uncertaintyNanos() <= known.uncertaintyNanos()) {
          best = sample;
        }
      }
    } catch (IOException e) {
      if (best == null) {
        throw new IOException("the injector's clock at " + url + " can't be read", e);
      }
    }
  }

  private Offset sample(String from) throws IOException {
    HttpURLConnection request = (HttpURLConnection) URI.create(from).toURL().openConnection();
    request.setConnectTimeout(PATIENCE_MS);
    request.setReadTimeout(PATIENCE_MS);
    long before = System.nanoTime();
    try (InputStream body = request.getInputStream()) {
      JsonNode answer = mapper.readTree(body);
      long after = System.nanoTime();
      JsonNode nanos = answer.path("nanos");
      if (!nanos.canConvertToLong()) {
        throw new IOException("no nanos in the answer");
      }
      long roundTrip = after - before;
      return new Offset(before + roundTrip / 2 - nanos.longValue(), roundTrip / 2);
    }
  }
}
