package io.traceo.activities.health;

import io.traceo.workflows.activity.HealthActivities.Concern;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is over its limit: raised after a few bad samples in a row, dropped when none was bad for a
 * while, so that one slow packet pages nobody and a flapping sign pages once. Not thread-safe.
 */
final class Concerned {
  private static final long CALM_NANOS = 10_000_000_000L;

  private final int inARow;
  private final Map<Concern, Sign> signs = new EnumMap<>(Concern.class);

  Concerned(int inARow) {
    this.inARow = inARow;
  }

  /**
   * One sample.
   *
   * @param problem what is wrong, null when nothing is
   */
  void sample(Concern kind, @Nullable String problem, long nowNanos) {
    Sign sign = signs.computeIfAbsent(kind, k -> new Sign());
    if (problem == null) {
      sign.bad = 0;
      sign.raised &= nowNanos - sign.lastBadNanos < CALM_NANOS;
      return;
    }
    sign.lastBadNanos = nowNanos;
    sign.bad++;
    if (sign.bad >= inARow && !sign.raised) {
      sign.raised = true;
      sign.problem = problem;
    }
  }

  /** What is raised now, each with the words it was raised with. */
  Map<Concern, String> raised() {
    Map<Concern, String> raised = new EnumMap<>(Concern.class);
    signs.forEach(
        (kind, sign) -> {
          if (sign.raised) {
            raised.put(kind, sign.problem);
          }
        });
    return raised;
  }

  private static final class Sign {
    private int bad;
    private boolean raised;
    private long lastBadNanos;
    private String problem = "";
  }
}
