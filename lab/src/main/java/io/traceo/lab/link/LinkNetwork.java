package io.traceo.lab.link;

import io.traceo.lab.AddressPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links between places, one per ordered pair. Whatever crosses from one place to another goes
 * through one of them, and a fault of a region is a fault of all its links.
 */
public final class LinkNetwork implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkNetwork.class);

  private final EventLoop loop = new EventLoop();
  private final AddressPlan plan;
  private final Map<String, LinkFault> faults = new ConcurrentHashMap<>();
  private final Map<String, List<Listener>> listeners = new TreeMap<>();
  private final List<UdpRelay> relays = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** No links yet; {@link #open} makes them. */
  public LinkNetwork(AddressPlan plan) {
    this.plan = plan;
  }

  /**
   * Opens a TCP port of the link between two places.
   *
   * @throws IOException naming address and port when they are taken
   */
  public void open(String from, String to, int port) throws IOException {
    open(from, to, port, new InetSocketAddress(plan.insideAddress(to), port));
  }

  /** As {@link #open(String, String, int)}, to a server that listens somewhere else. */
  public void open(String from, String to, int port, InetSocketAddress target) throws IOException {
    Listener listener =
        new Listener(
            loop,
            new InetSocketAddress(plan.address(from, to), port),
            target,
            plan.linkSource(),
            () -> fault(from, to),
            () -> fault(to, from));
    onLoop(listener::open);
    listeners.computeIfAbsent(key(from, to), k -> new ArrayList<>()).add(listener);
  }

  /** Opens a UDP port of the link between two places. */
  public void openUdp(String from, String to, int port) throws IOException {
    onLoop(
        () ->
            relays.add(
                new UdpRelay(
                    loop,
                    new InetSocketAddress(plan.address(from, to), port),
                    new InetSocketAddress(plan.insideAddress(to), port),
                    plan.linkSource(),
                    () -> fault(from, to),
                    () -> fault(to, from))));
  }

  /** The fault on what goes one way. */
  public LinkFault fault(String from, String to) {
    return faults.getOrDefault(key(from, to), LinkFault.NONE);
  }

  /** All faults in force, by {@code from>to}. */
  public Map<String, LinkFault> faults() {
    return new TreeMap<>(faults);
  }

  /** Sets the fault on what goes one way, also on answers to the other way's requests. */
  public void faultPair(String from, String to, LinkFault fault) {
    if (fault.equals(LinkFault.NONE)) {
      faults.remove(key(from, to));
    } else {
      faults.put(key(from, to), fault);
    }
    changed(from, to);
    changed(to, from);
  }

  /** Sets the same fault on every link into and out of a region. */
  public void faultRegion(String region, LinkFault fault) {
    List<String> others = new ArrayList<>(plan.places());
    others.remove(region);
    others.add(AddressPlan.CONTROL);
    others.add(AddressPlan.OUTSIDE);
    for (String other : others) {
      faultPair(region, other, fault);
      faultPair(other, region, fault);
    }
  }

  private void changed(String from, String to) {
    for (Listener listener : listeners.getOrDefault(key(from, to), List.of())) {
      try {
        onLoop(listener::faultChanged);
      } catch (IOException e) {
        log.warn("link {} to {}: {}", from, to, e.getMessage());
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void onLoop(Step step) throws IOException {
    try {
      loop.call(
          () -> {
            try {
              step.run();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  private static String key(String from, String to) {
    return from + ">" + to;
  }

  /** Ends every connection and frees the ports. A second time does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    loop.call(
        () -> {
          listeners.values().forEach(all -> all.forEach(Listener::close));
          for (UdpRelay relay : relays) {
            try {
              relay.close();
            } catch (IOException e) {
              log.debug("relay", e);
            }
          }
        });
    loop.close();
  }
}
