package io.traceo.lab;

import io.traceo.lab.link.LinkFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of the lab, served by its process alone. A region's fault takes everything in it. A
 * dead-man timer lifts each fault even when nobody asks for it any more. Lifting one leaves the
 * others in force.
 */
public final class LabFaults implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabFaults.class);
  private static final Set<String> OF_PROCESSES = Set.of("kill", "freeze");

  private final AddressPlan plan;
  private final LinkFaults links;
  private final Map<String, LabPlace> places;
  private final Path diesAt;
  private final Map<String, Injected> injected = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dead-man");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Faults for these places.
   *
   * @param places regions, witnesses and control workers, by name
   * @param diesAt folder that tells the workers of each place where to die
   */
  LabFaults(AddressPlan plan, LinkFaults links, Map<String, LabPlace> places, Path diesAt) {
    this.plan = plan;
    this.links = links;
    this.places = Map.copyOf(places);
    this.diesAt = diesAt;
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

  /**
   * Injects; the same id again answers with the first time.
   *
   * @throws IllegalArgumentException saying what can be asked for; nothing has changed then
   */
  public synchronized Injected inject(FaultOrder order) {
    Injected before = injected.get(order.id());
    if (before != null) {
      return before;
    }
    Runnable effect = effect(order);
    Injected now = new Injected(order, System.currentTimeMillis(), System.nanoTime(), false);
    if (order.name().equals("restore")) {
      effect.run();
      return now.over();
    }
    if (order.name().equals("destroy")) {
      // Never in force: what is gone can't be given back by lifting anything.
      injected.put(order.id(), now.over());
      effect.run();
      log.info("fault {}: {} of {}", order.id(), order.kind(), order.region());
      return now.over();
    }
    // Known before it happens, so that it can be lifted whatever happens next.
    injected.put(order.id(), now);
    effect.run();
    if (order.deadManSeconds() > 0) {
      ScheduledFuture<?> unused =
          timer.schedule(() -> deadMan(order.id()), order.deadManSeconds(), TimeUnit.SECONDS);
    }
    log.info("fault {}: {} of {}", order.id(), order.kind(), order.region());
    return now;
  }

  /** What an order does; all of it is checked here, nothing has happened yet. */
  private Runnable effect(FaultOrder order) {
    String place = order.region();
    boolean region = plan.places().contains(place);
    if (!region && !places.containsKey(place) && !place.equals(AddressPlan.CONTROL)) {
      throw new IllegalArgumentException(
          "unknown region " + place + "; the lab has " + plan.places() + " and " + control());
    }
    String towards = order.towards();
    if (towards != null && !towards.equals(AddressPlan.OUTSIDE)) {
      int unused = plan.number(towards);
    }
    return switch (order.name()) {
      case "restore" -> () -> restore(place, towards);
      case "kill" -> whole(order)::kill;
      case "freeze" -> whole(order)::freeze;
      case "destroy" -> destroy(order, region);
      case "kill-at" -> killAt(order, region);
      default -> {
        LinkFault unused = LinkFaults.of(order);
        boolean fromControl = place.equals(AddressPlan.CONTROL) && towards != null;
        if (!region && !fromControl) {
          throw new IllegalArgumentException(
              order.kind()
                  + " is for regions, or for one direction away from "
                  + AddressPlan.CONTROL
                  + "; "
                  + place
                  + " can be killed, frozen and restored");
        }
        yield this::setLinks;
      }
    };
  }

  private List<String> control() {
    return places.keySet().stream().filter(p -> !plan.places().contains(p)).sorted().toList();
  }

  private LabPlace whole(FaultOrder order) {
    if (order.towards() != null) {
      throw new IllegalArgumentException(
          order.name() + " takes everything in " + order.region() + "; leave --towards out");
    }
    LabPlace place = places.get(order.region());
    if (place == null) {
      throw new IllegalArgumentException("name the one to " + order.name() + ": " + control());
    }
    return place;
  }

  private Runnable destroy(FaultOrder order, boolean region) {
    LabPlace place = whole(order);
    if (!region) {
      throw new IllegalArgumentException(order.region() + " has no database to destroy");
    }
    return place::destroy;
  }

  private Runnable killAt(FaultOrder order, boolean region) {
    String activity = order.word();
    boolean possible = order.region().equals(AddressPlan.CONTROL) || region;
    if (!possible || !DiesAt.activities().contains(activity)) {
      throw new IllegalArgumentException(
          "kill-at=STEP is for control and for regions, steps are " + DiesAt.activities());
    }
    return () -> DiesAt.order(diesAt.resolve(order.region()), activity);
  }

  private void setLinks() {
    links.set(inForce(o -> true).stream().filter(LabFaults::ofLinks).toList());
  }

  private static boolean ofLinks(FaultOrder order) {
    return !OF_PROCESSES.contains(order.name()) && !order.name().equals("kill-at");
  }

  private List<FaultOrder> inForce(java.util.function.Predicate<FaultOrder> which) {
    List<FaultOrder> orders = new ArrayList<>();
    injected.values().stream()
        .filter(f -> !f.lifted() && which.test(f.order()))
        .forEach(f -> orders.add(f.order()));
    return orders;
  }

  /** Lifts a fault; false when it was lifted already, or never injected. */
  public synchronized boolean lift(String id) {
    Injected fault = injected.get(id);
    if (fault == null || fault.lifted()) {
      return false;
    }
    injected.put(id, fault.over());
    heal(fault.order().region(), !ofLinks(fault.order()));
    log.info("fault {} lifted", id);
    return true;
  }

  /** Lifts a place's faults, or only those towards another place. */
  private void restore(String place, @Nullable String towards) {
    injected.replaceAll(
        (id, fault) ->
            fault.order().region().equals(place)
                    && (towards == null || towards.equals(fault.order().towards()))
                ? fault.over()
                : fault);
    heal(place, true);
  }

  /**
   * Whatever no fault in force holds down runs and is reachable again.
   *
   * @param processes false where only links were down: a server that is down then is being worked
   *     on by somebody
   */
  private void heal(String place, boolean processes) {
    setLinks();
    forget(place);
    if (!processes) {
      return;
    }
    if (place.equals(AddressPlan.CONTROL)) {
      control().forEach(this::revive);
    } else {
      revive(place);
    }
  }

  private void revive(String name) {
    LabPlace place = places.get(name);
    if (place != null && !holdsDown(name)) {
      place.restore();
    }
  }

  /** Whether a fault in force keeps the processes of a place dead or still. */
  public synchronized boolean holdsDown(String name) {
    return !inForce(o -> o.region().equals(name) && OF_PROCESSES.contains(o.name())).isEmpty();
  }

  /** An order to die that is not in force any more. */
  private void forget(String place) {
    if (inForce(o -> o.region().equals(place) && o.name().equals("kill-at")).isEmpty()) {
      LabFolder.remove(diesAt.resolve(place));
    }
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
  public synchronized List<String> inForce() {
    List<String> lines = new ArrayList<>();
    for (FaultOrder order : inForce(o -> true)) {
      lines.add(
          order.kind()
              + " of "
              + order.region()
              + (order.towards() == null ? "" : " towards " + order.towards()));
    }
    return lines;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
