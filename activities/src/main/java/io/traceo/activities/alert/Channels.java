package io.traceo.activities.alert;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.AlertAccess;
import io.traceo.activities.place.PlaceConfig.AlertChannel;
import io.traceo.workflows.alert.Alert;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every channel of a place, by name. Knows nothing of Temporal. */
public final class Channels {
  private final Map<String, Channel> all = new LinkedHashMap<>();
  private final List<Receiver> alertmanagers;

  /**
   * @throws IllegalArgumentException naming the field that can't be used
   */
  public Channels(PlaceConfig config, Clock clock) {
    AlertAccess access = config.alerts();
    alertmanagers = access == null ? List.of() : receivers("alertmanagers", access.alertmanagers());
    if (!alertmanagers.isEmpty()) {
      add(new Alertmanagers(alertmanagers, clock));
    }
    if (access != null) {
      receivers("webhooks", access.webhooks()).forEach(r -> add(new Webhook(r)));
    }
  }

  private void add(Channel channel) {
    all.put(channel.name(), channel);
  }

  private static List<Receiver> receivers(String list, List<AlertChannel> channels) {
    List<Receiver> made = new ArrayList<>();
    for (AlertChannel channel : channels) {
      made.add(new Receiver("alerts." + list + "[" + made.size() + "]", channel));
    }
    return made;
  }

  /** Whether there is any. */
  boolean none() {
    return all.isEmpty();
  }

  /**
   * Tells each that has not taken it.
   *
   * @param taken names of those that have; each that takes it now is added
   * @return what those that did not say
   */
  List<RefusedException> send(Alert alert, List<String> taken) {
    List<RefusedException> refusals = new ArrayList<>();
    all.forEach(
        (name, channel) -> {
          if (!taken.contains(name)) {
            try {
              channel.send(alert);
              taken.add(name);
            } catch (RefusedException e) {
              refusals.add(e);
            }
          }
        });
    return refusals;
  }

  /** Asks each Alertmanager for its status: what is wrong, in words. Webhooks would page. */
  public List<String> ask() {
    List<String> problems = new ArrayList<>();
    for (Receiver member : alertmanagers) {
      try {
        member.get(member.url().newBuilder().addPathSegments("api/v2/status").build());
      } catch (RefusedException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }
}
