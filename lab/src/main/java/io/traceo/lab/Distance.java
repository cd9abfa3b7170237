package io.traceo.lab;

import io.traceo.activities.topology.RoundTrips;
import io.traceo.lab.link.LinkFault;
import java.time.Duration;

/** What a healthy link does: nothing, or half of the real round trip each way. */
interface Distance {
  /** As quick as the machine is. */
  Distance NONE = (from, to) -> LinkFault.NONE;

  /** What goes one way through the link of two places. */
  LinkFault oneWay(String from, String to);

  /** Slowed by what is known of two places; a way that nobody has measured isn't slowed. */
  static Distance of(RoundTrips trips) {
    return (from, to) -> {
      long millis = trips.between(from, to).orElse(Duration.ZERO).toMillis();
      return millis == 0
          ? LinkFault.NONE
          : new LinkFault(false, false, Math.toIntExact(millis / 2), 0, 0);
    };
  }
}
