package io.traceo.activities.backup.restored;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast this place has restored last, for estimates. Losing it costs nothing. */
public final class Speeds {
  private static final Logger log = LoggerFactory.getLogger(Speeds.class);
  private static final ObjectMapper JSON = PayloadMapper.create();
  private static final Measured UNKNOWN = new Measured(50_000_000, 30_000_000);
  // Less says more about the start of a process than about the speed.
  private static final long LEAST_BYTES = 64 << 20;

  private final Path file;

  private Speeds(Path file) {
    this.file = file;
  }

  /** Those of a place. */
  public static Speeds of(BackupPlace place) {
    return new Speeds(
        Path.of(place.access().scratch().folder()).resolve("speed-" + place.group() + ".json"));
  }

  /** Bytes a second. */
  record Measured(long fetch, long replay) {}

  /** Seconds that a restore of these sizes may take. */
  public long estimateSeconds(long databaseBytes, long logBytes) {
    Measured known = read();
    return 2 + databaseBytes / known.fetch() + logBytes / known.replay();
  }

  void fetched(long bytes, long millis) {
    if (bytes >= LEAST_BYTES && millis > 0) {
      write(new Measured(Math.max(1, bytes * 1000 / millis), read().replay()));
    }
  }

  void replayed(long bytes, long millis) {
    if (bytes >= LEAST_BYTES && millis > 0) {
      write(new Measured(read().fetch(), Math.max(1, bytes * 1000 / millis)));
    }
  }

  private Measured read() {
    try {
      Measured known = JSON.readValue(Files.readAllBytes(file), Measured.class);
      return known.fetch() > 0 && known.replay() > 0 ? known : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private void write(Measured measured) {
    try {
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.write(written, JSON.writeValueAsBytes(measured));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.info("the speed of this restore is not kept: {}", e.getMessage());
    }
  }
}
