package io.traceo.lab.kubernetes;

import io.traceo.activities.place.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Kubernetes API server that is up: a real one, or one in memory. */
interface ApiServer extends AutoCloseable {
  /** Where it listens, on loopback; regions have their own doors to it. */
  Endpoint endpoint();

  /** {@code https}, or {@code http} for the one in memory. */
  String scheme();

  /** Who signs its certificate, PEM; null without one. */
  @Nullable String caFile();

  /** Whether it asks for tokens, has controllers and checks what it is given. */
  boolean real();

  /** Process ids by name; empty for the one in memory. */
  Map<String, Long> pids();

  @Override
  void close();
}
