package io.traceo.activities.evidence.html;

import io.traceo.workflows.ledger.WriteTimeline;
import io.traceo.workflows.ledger.WriteTimeline.Series;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded writes, summed as drawings need them.
 *
 * @param servers who acknowledged: old leader, new leader, others
 */
record WriteData(
    WriteTimeline timeline,
    List<String> servers,
    int length,
    @Nullable String oldLeader,
    @Nullable String newLeader) {

  /** Null when nothing was recorded. */
  static @Nullable WriteData of(
      @Nullable WriteTimeline timeline, @Nullable String oldLeader, @Nullable String newLeader) {
    if (timeline == null || timeline.bucketMs() <= 0) {
      return null;
    }
    int length = timeline.series().stream().mapToInt(s -> s.acknowledged().size()).max().orElse(0);
    if (length == 0) {
      return null;
    }
    List<String> seen = timeline.series().stream().map(Series::server).distinct().sorted().toList();
    List<String> servers =
        Stream.concat(Stream.of(oldLeader, newLeader).filter(seen::contains), seen.stream())
            .distinct()
            .toList();
    return new WriteData(timeline, servers, length, oldLeader, newLeader);
  }

  /** The colour of a server: {@code old}, {@code new} or {@code other}. */
  String look(String server) {
    return server.equals(oldLeader) ? "old" : server.equals(newLeader) ? "new" : "other";
  }

  /** Kinds of client, in the order in which they were recorded. */
  List<String> kinds() {
    return timeline.series().stream().map(Series::client).distinct().toList();
  }

  /** Writes in each bucket, of the series that are wanted. */
  int[] sum(Predicate<Series> wanted) {
    int[] sum = new int[length];
    for (Series series : timeline.series()) {
      if (wanted.test(series)) {
        for (int i = 0; i < series.acknowledged().size(); i++) {
          sum[i] += series.acknowledged().get(i);
        }
      }
    }
    return sum;
  }

  /** End of the last bucket, after the zero. */
  long toMs() {
    return timeline.fromMs() + (long) length * timeline.bucketMs();
  }

  /** Start of a bucket, after the zero. */
  long startMs(int bucket) {
    return timeline.fromMs() + (long) bucket * timeline.bucketMs();
  }

  /** Mean of the whole buckets before the zero; 0 when there is none. */
  double meanBefore() {
    int[] all = sum(s -> true);
    int before = (int) Math.min(length, -timeline.fromMs() / timeline.bucketMs());
    double total = 0;
    for (int i = 0; i < before; i++) {
      total += all[i];
    }
    return before <= 0 ? 0 : total / before;
  }

  /** The longest time after the zero in which nothing was acknowledged. */
  Gap longestGap() {
    int[] all = sum(s -> true);
    Gap longest = new Gap(0, 0);
    int start = -1;
    for (int i = 0; i < length; i++) {
      if (all[i] > 0 || startMs(i) < 0) {
        start = -1;
      } else {
        start = start < 0 ? i : start;
        long ended = startMs(i + 1);
        if (ended - startMs(start) > longest.lengthMs()) {
          longest = new Gap(startMs(start), ended);
        }
      }
    }
    return longest;
  }

  /** A time without writes. */
  record Gap(long fromMs, long toMs) {
    long lengthMs() {
      return toMs - fromMs;
    }
  }
}
