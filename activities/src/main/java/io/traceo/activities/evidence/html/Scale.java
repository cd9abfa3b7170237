package io.traceo.activities.evidence.html;

import java.util.ArrayList;
import java.util.List;

/** Maps a range of values onto a range of pixels, and finds round values on it. */
record Scale(double from, double to, double start, double end) {
  private static final double[] ROUND = {1, 2, 5, 10};

  /** Pixel of a value, to a tenth; values outside are put on the border. */
  double at(double value) {
    double part = to == from ? 0 : (Math.min(to, Math.max(from, value)) - from) / (to - from);
    return tenth(start + part * (end - start));
  }

  /** Pixel of a time. */
  double at(long millis) {
    return at((double) millis);
  }

  boolean contains(long millis) {
    return (double) millis >= from && (double) millis <= to;
  }

  /** Round values, not more than that many. */
  List<Long> ticks(int most) {
    double step = Math.max(1, (to - from) / most);
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double round = power;
    for (double r : ROUND) {
      round = r * power;
      if (round >= step) {
        break;
      }
    }
    List<Long> ticks = new ArrayList<>();
    for (double at = Math.ceil(from / round) * round; at <= to; at += round) {
      ticks.add(Math.round(at));
    }
    return ticks;
  }

  static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
