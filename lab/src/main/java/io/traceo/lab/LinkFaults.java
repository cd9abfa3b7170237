package io.traceo.lab;

import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import java.util.ArrayList;
import java.util.List;

/** Faults of links as orders name them: what each does, and what all of them do together. */
final class LinkFaults {
  private static final int MOST_MILLIS = 10_000;
  private static final int ALL_PERCENT = 100;

  private final LinkNetwork links;
  private final Distance distance;
  private final List<String> places;

  /**
   * Links without a fault.
   *
   * @param distance what each link does even then
   */
  LinkFaults(LinkNetwork links, AddressPlan plan, Distance distance) {
    this.links = links;
    this.distance = distance;
    places = new ArrayList<>(plan.places());
    places.add(AddressPlan.CONTROL);
    places.add(AddressPlan.OUTSIDE);
    set(List.of());
  }

  /**
   * What an order asks for.
   *
   * @throws IllegalArgumentException naming what can be asked for
   */
  static LinkFault of(FaultOrder order) {
    return switch (order.name()) {
      case "blackhole" -> LinkFault.BLACKHOLE;
      case "cut" -> LinkFault.CUT;
      case "slow" -> new LinkFault(false, false, order.amount(MOST_MILLIS), 0, 0);
      case "jitter" -> new LinkFault(false, false, 0, order.amount(MOST_MILLIS), 0);
      case "loss" -> new LinkFault(false, false, 0, 0, order.amount(ALL_PERCENT));
      default ->
          throw new IllegalArgumentException(
              "unknown fault " + order.kind() + "; faults are " + FaultOrder.KINDS);
    };
  }

  /** From now on each link does what these orders ask of it together, and nothing else. */
  void set(List<FaultOrder> inForce) {
    for (String from : places) {
      for (String to : places) {
        if (from.equals(to)) {
          continue;
        }
        LinkFault all = distance.oneWay(from, to);
        for (FaultOrder order : inForce) {
          if (covers(order, from, to)) {
            all = both(all, of(order));
          }
        }
        if (!all.equals(links.fault(from, to))) {
          links.faultPair(from, to, all);
        }
      }
    }
  }

  private static boolean covers(FaultOrder order, String from, String to) {
    if (order.towards() != null) {
      return from.equals(order.region()) && to.equals(order.towards());
    }
    return from.equals(order.region()) || to.equals(order.region());
  }

  private static LinkFault both(LinkFault a, LinkFault b) {
    return new LinkFault(
        a.blackhole() || b.blackhole(),
        a.cut() || b.cut(),
        a.delayMs() + b.delayMs(),
        a.jitterMs() + b.jitterMs(),
        Math.min(ALL_PERCENT, a.lossPercent() + b.lossPercent()));
  }
}
