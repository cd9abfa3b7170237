package io.traceo.starters.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much each of many may ask for. Who was silent for ten minutes starts with a full bucket. */
final class Buckets {
  private static final int MOST = 10_000;

  private final int perSecond;
  private final int burst;
  private final String ofWhat;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Duration.ofMinutes(10)).build();

  /**
   * @param ofWhat is counted, for the answer
   */
  Buckets(int perSecond, int burst, String ofWhat) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.ofWhat = ofWhat;
  }

  /**
   * Takes so much; more than a whole bucket counts as a whole one.
   *
   * @throws ProblemException when there is not enough, and then nothing is taken
   */
  void take(String who, long amount) {
    Bucket bucket =
        buckets.get(
            who,
            unused ->
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                    .build());
    ConsumptionProbe probe =
        bucket.tryConsumeAndReturnRemaining(Math.max(1, Math.min(amount, burst)));
    if (!probe.isConsumed()) {
      long seconds =
          Math.max(
              1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill() + 999_999_999));
      throw ProblemException.later(
          ProblemException.Kind.RATE_LIMIT,
          "more than " + perSecond + " " + ofWhat + " a second",
          seconds);
    }
  }
}
