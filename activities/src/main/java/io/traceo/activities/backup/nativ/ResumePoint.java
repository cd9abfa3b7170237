package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where copying a leader's log goes on. Pure.
 *
 * @param copied segments of older timelines that the leader still has and the archive lacks; they
 *     are read as files
 * @param next number of the first segment that is streamed
 * @param hole what is lost, in words; null when nothing is
 */
record ResumePoint(List<WalName> copied, long next, @Nullable String hole) {
  ResumePoint {
    copied = List.copyOf(copied);
  }

  /**
   * @param line the leader's timelines
   * @param kept whole segments in the archive, or on their way into it
   * @param onLeader segments that the leader still has
   * @param flushed the leader's position
   */
  static ResumePoint of(Timelines line, Set<WalName> kept, Set<WalName> onLeader, long flushed) {
    long current = flushed / WalName.BYTES;
    long last =
        kept.stream()
            .filter(s -> s.equals(line.segment(s.number())))
            .mapToLong(WalName::number)
            .max()
            .orElse(-1);
    if (last >= current) {
      return new ResumePoint(List.of(), last + 1, null);
    }
    long wanted = last < 0 ? current : last + 1;
    long from = current;
    // The current segment is there or begins with the next byte; before it, all must be.
    while (from > wanted && onLeader.contains(line.segment(from - 1))) {
      from--;
    }
    String hole =
        from == wanted
            ? null
            : "log is lost: segments "
                + line.segment(wanted)
                + " to "
                + line.segment(from - 1)
                + " are neither in the archive nor on the leader any more";
    List<WalName> copied = new ArrayList<>();
    while (from <= current && line.segment(from).timeline() != line.last()) {
      copied.add(line.segment(from));
      from++;
    }
    return new ResumePoint(copied, from, hole);
  }
}
