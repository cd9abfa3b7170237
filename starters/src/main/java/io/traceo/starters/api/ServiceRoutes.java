package io.traceo.starters.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.traceo.activities.meters.Meters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the API says of itself. */
record ServiceRoutes(
    TemporalCalls temporal,
    ApiDocument document,
    Meters meters,
    Cache<String, Optional<String>> looked) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Temporal is asked once a second at most, however many ask here. */
  ServiceRoutes(TemporalCalls temporal, ApiDocument document, Meters meters) {
    this(
        temporal,
        document,
        meters,
        Caffeine.newBuilder().maximumSize(1).expireAfterWrite(Duration.ofSeconds(1)).build());
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.read("/health", Set.of(), this::health),
        Endpoint.read(
            "/metrics", ANYBODY_KNOWN, call -> Answer.text(Meters.CONTENT_TYPE, meters.text())),
        Endpoint.read("/openapi.json", ANYBODY_KNOWN, call -> Answer.ok(document.content())));
  }

  /** Whoever has a token that counts. */
  private static final Set<Role> ANYBODY_KNOWN = Set.of(Role.values());

  private Answer health(Call call) {
    Optional<String> trouble = looked.get("temporal", unused -> temporal.trouble(PATIENCE));
    return trouble.isEmpty()
        ? Answer.ok(Map.of("status", "UP", "temporal", "answers"))
        : Answer.of(503, Map.of("status", "DOWN", "temporal", trouble.get()));
  }
}
