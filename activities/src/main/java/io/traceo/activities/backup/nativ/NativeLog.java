package io.traceo.activities.backup.nativ;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The archive as a restored server reads it. */
final class NativeLog implements LogSource {
  // Every segment begins with it (PostgreSQL's XLogLongPageHeaderData).
  private static final int IDENTIFIER_AT = 24;

  private final NativeStore store;
  private final StoredLog log;

  NativeLog(NativeStore store) {
    this.store = store;
    this.log = store.log();
  }

  @Override
  public Found get(String name, Path to) {
    if (!WalName.matches(name)) {
      return write(log.history(Integer.parseInt(name.substring(0, 8), 16)), to, Found.WHOLE);
    }
    WalName segment = WalName.parse(name);
    Found whole = write(log.segment(segment), to, Found.WHOLE);
    return whole != Found.NONE
        ? whole
        : write(
            // PostgreSQL takes no file that is shorter than a segment.
            log.partial(segment).map(some -> Arrays.copyOf(some, WalName.BYTES)),
            to,
            Found.PARTIAL);
  }

  private static Found write(Optional<byte[]> content, Path to, Found found) {
    if (content.isEmpty()) {
      return Found.NONE;
    }
    try {
      Files.write(to, content.get());
      return found;
    } catch (IOException e) {
      throw Failures.of(FailureTypes.NOT_READY, "cannot write " + to + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Found look(String name) {
    if (!WalName.matches(name)) {
      return log.history(Integer.parseInt(name.substring(0, 8), 16)).isPresent()
          ? Found.WHOLE
          : Found.NONE;
    }
    WalName segment = WalName.parse(name);
    if (log.hasSegment(segment)) {
      return Found.WHOLE;
    }
    return log.hasPartial(segment) ? Found.PARTIAL : Found.NONE;
  }

  @Override
  public @Nullable String cluster(String segment) {
    WalName name = WalName.parse(segment);
    return log.segment(name)
        .or(() -> log.partial(name))
        .map(
            content ->
                Long.toUnsignedString(
                    ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getLong(IDENTIFIER_AT)))
        .orElse(null);
  }

  @Override
  public Map<Integer, String> histories() {
    return log.histories();
  }

  @Override
  public @Nullable ArchiveState state() {
    return log.state().orElse(null);
  }

  @Override
  public void close() {
    store.close();
  }
}
