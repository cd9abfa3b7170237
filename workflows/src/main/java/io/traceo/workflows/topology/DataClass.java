package io.traceo.workflows.topology;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A class of data, with how it is to be copied.
 *
 * @param id for example {@code metrics}
 * @param sensitivity of what is in it
 * @param copies how many there are to be: leader, followers and the cold copy together
 * @param maxLag a copy may be so far behind
 * @param retention how long the data is kept; null where something else decides
 */
public record DataClass(
    String id, Sensitivity sensitivity, int copies, Duration maxLag, @Nullable Duration retention) {
  /** The class that the cold copy holds. */
  public static final String BACKUPS = "backups";
}
