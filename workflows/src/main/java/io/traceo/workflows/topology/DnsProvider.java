package io.traceo.workflows.topology;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who serves a group's names. */
public enum DnsProvider {
  /** A server that takes signed updates. */
  RFC2136(0, null, false),
  POWERDNS(0, null, false),
  /** Answers from everywhere; its records are changed in one region. */
  ROUTE53(0, "us-east-1", false),
  /** Names without its proxy, below the Enterprise plan. */
  CLOUDFLARE(60, null, true),
  CLOUDFLARE_ENTERPRISE(30, null, true);

  private final Duration minimumTtl;
  private final @Nullable String controlPlane;
  private final boolean worldwide;

  DnsProvider(int minimumTtlSeconds, @Nullable String controlPlane, boolean worldwide) {
    this.minimumTtl = Duration.ofSeconds(minimumTtlSeconds);
    this.controlPlane = controlPlane;
    this.worldwide = worldwide;
  }

  /** The shortest time that its records can be told to live; zero without a floor. */
  public Duration minimumTtl() {
    return minimumTtl;
  }

  /** The one region where changes are made, if the provider has such a place. */
  public Optional<String> controlPlane() {
    return Optional.ofNullable(controlPlane);
  }

  /** Whether names are kept on servers all over the world, so in no jurisdiction alone. */
  public boolean worldwide() {
    return worldwide;
  }
}
