package io.traceo.workers.metrics;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.traceo.activities.health.WatchFigures;
import io.traceo.activities.meters.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What this process' observer measures of the leaders that it watches, at each answer. */
public final class ObserverMeters {
  private ObserverMeters() {}

  /**
   * @param figures asked at each answer
   */
  public static void bind(Meters meters, Supplier<List<WatchFigures>> figures) {
    MultiGauge network =
        MultiGauge.builder("traceo.network.seconds")
            .description("last round trip of a heartbeat to the leader")
            .register(meters.registry());
    MultiGauge lag =
        MultiGauge.builder("traceo.replication.lag.seconds")
            .description("age of the newest heartbeat row at a standby of the leader")
            .register(meters.registry());
    meters.beforeEach(
        () -> {
          List<Row<?>> ways = new ArrayList<>();
          List<Row<?>> ages = new ArrayList<>();
          for (WatchFigures seen : figures.get()) {
            Tags tags = Tags.of("group", seen.group(), "region", seen.leader());
            if (seen.networkMs() != null) {
              ways.add(Row.of(tags, seen.networkMs() / 1000.0));
            }
            if (seen.freshnessMs() != null) {
              ages.add(Row.of(tags, seen.freshnessMs() / 1000.0));
            }
          }
          network.register(ways, true);
          lag.register(ages, true);
        });
  }
}
