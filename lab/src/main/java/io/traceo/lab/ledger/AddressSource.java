package io.traceo.lab.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a client that uses the public name connects to next. */
interface AddressSource {
  /** Address to connect to now. */
  String address() throws IOException;

  /** The last address gave an error. */
  void failed();

  /** Whether a client on this address should leave it although it works. */
  boolean moved(String current);

  /** Keeps an answer for the whole TTL, whatever happens. Shared by all clients of the kind. */
  final class StrictTtl implements AddressSource {
    private final Names names;
    private final long ttlNanos;
    private @Nullable String cached;
    private long cachedAt;

    StrictTtl(Names names, Duration ttl) {
      this.names = names;
      this.ttlNanos = ttl.toNanos();
    }

    @Override
    public synchronized String address() throws IOException {
      if (cached == null || System.nanoTime() - cachedAt >= ttlNanos) {
        cached = null;
        cached = names.lookUp();
        cachedAt = System.nanoTime();
      }
      return Objects.requireNonNull(cached);
    }

    @Override
    public void failed() {
      // An error doesn't empty this cache: that is what is measured.
    }

    @Override
    public boolean moved(String current) {
      return false;
    }
  }

  /** Looks up again after an error and once a second. For one client. */
  final class ReResolving implements AddressSource {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private final Names names;
    private @Nullable String known;
    private long knownAt;

    ReResolving(Names names) {
      this.names = names;
    }

    @Override
    public String address() throws IOException {
      if (known == null || System.nanoTime() - knownAt >= FRESH_NANOS) {
        known = names.lookUp();
        knownAt = System.nanoTime();
      }
      return Objects.requireNonNull(known);
    }

    @Override
    public void failed() {
      known = null;
    }

    @Override
    public boolean moved(String current) {
      try {
        return !address().equals(current);
      } catch (IOException e) {
        // Silent name servers are no reason to leave a connection that works; ask in a second.
        knownAt = System.nanoTime();
        return false;
      }
    }
  }
}
