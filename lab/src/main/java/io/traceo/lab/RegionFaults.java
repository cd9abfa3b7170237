package io.traceo.lab;

import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of regions, served by the lab's process alone. A region's fault takes everything in it. A
 * dead-man timer lifts each fault even when nobody asks for it any more.
 */
public final class RegionFaults implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegionFaults.class);

  private final AddressPlan plan;
  private final LinkNetwork links;
  private final Map<String, LabRegion> regions;
  private final Map<String, Injected> injected = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dead-man");
            thread.setDaemon(true);
            return thread;
          });

  RegionFaults(AddressPlan plan, LinkNetwork links, Map<String, LabRegion> regions) {
    this.plan = plan;
    this.links = links;
    this.regions = Map.copyOf(regions);
  }

  /**
   * A fault that was injected.
   *
   * @param atMillis wall clock just before
   * @param atNanos monotonic clock just before
   */
  public record Injected(FaultOrder order, long atMillis, long atNanos, boolean lifted) {
    Injected over() {
      return new Injected(order, atMillis, atNanos, true);
    }
  }

  /** Injects; the same id again answers with the first time. */
  public synchronized Injected inject(FaultOrder order) {
    Injected before = injected.get(order.id());
    if (before != null) {
      return before;
    }
    check(order);
    Injected now = new Injected(order, System.currentTimeMillis(), System.nanoTime(), false);
    if (order.name().equals("restore")) {
      restore(order.region());
      return now.over();
    }
    // Known before it happens, so that it can be lifted whatever happens next.
    injected.put(order.id(), now);
    apply(order);
    if (order.deadManSeconds() > 0) {
      ScheduledFuture<?> unused =
          timer.schedule(() -> deadMan(order.id()), order.deadManSeconds(), TimeUnit.SECONDS);
    }
    log.info("fault {}: {} of {}", order.id(), order.kind(), order.region());
    return now;
  }

  private void check(FaultOrder order) {
    if (!plan.regions().contains(order.region())) {
      throw new IllegalArgumentException(
          "unknown region " + order.region() + "; the lab has " + plan.regions());
    }
    String towards = order.towards();
    if (towards != null && !towards.equals(AddressPlan.OUTSIDE)) {
      int unused = plan.number(towards);
    }
    if (towards != null && (order.name().equals("kill") || order.name().equals("freeze"))) {
      throw new IllegalArgumentException(
          order.name() + " takes a whole region; leave --towards out");
    }
  }

  private void apply(FaultOrder order) {
    LabRegion region = region(order.region());
    switch (order.name()) {
      case "kill" -> region.kill();
      case "freeze" -> region.freeze();
      case "blackhole" -> link(order, LinkFault.BLACKHOLE);
      case "cut" -> link(order, LinkFault.CUT);
      case "slow" -> link(order, new LinkFault(false, false, order.amount(10_000), 0, 0));
      case "jitter" -> link(order, new LinkFault(false, false, 0, order.amount(10_000), 0));
      case "loss" -> link(order, new LinkFault(false, false, 0, 0, order.amount(100)));
      default ->
          throw new IllegalArgumentException(
              "unknown fault " + order.kind() + "; faults are " + FaultOrder.KINDS);
    }
  }

  private void link(FaultOrder order, LinkFault fault) {
    String towards = order.towards();
    if (towards == null) {
      links.faultRegion(order.region(), fault);
    } else {
      links.faultPair(order.region(), towards, fault);
    }
  }

  private LabRegion region(String name) {
    LabRegion region = regions.get(name);
    if (region == null) {
      throw new IllegalArgumentException("unknown region " + name);
    }
    return region;
  }

  /** Lifts a fault; false when it was lifted already, or never injected. */
  public synchronized boolean lift(String id) {
    Injected fault = injected.get(id);
    if (fault == null || fault.lifted()) {
      return false;
    }
    injected.put(id, fault.over());
    restore(fault.order().region());
    log.info("fault {} lifted", id);
    return true;
  }

  /** Everything of a region runs and is reachable again. */
  private void restore(String region) {
    for (Map.Entry<String, Injected> entry : injected.entrySet()) {
      if (entry.getValue().order().region().equals(region)) {
        entry.setValue(entry.getValue().over());
      }
    }
    links.faultRegion(region, LinkFault.NONE);
    region(region).restore();
  }

  private void deadMan(String id) {
    try {
      if (lift(id)) {
        log.warn("fault {} lifted by the dead-man timer", id);
      }
    } catch (RuntimeException e) {
      log.error("fault {} could not be lifted by the dead-man timer", id, e);
    }
  }

  /** Faults in force, in words. */
  public List<String> inForce() {
    List<String> lines = new ArrayList<>();
    injected.values().stream()
        .filter(f -> !f.lifted())
        .forEach(
            f ->
                lines.add(
                    f.order().kind()
                        + " of "
                        + f.order().region()
                        + (f.order().towards() == null ? "" : " towards " + f.order().towards())));
    return lines;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
