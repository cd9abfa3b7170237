package io.traceo.lab.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that moves the bytes of all links. Everything else hands it tasks. */
final class EventLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timed> timed = new PriorityQueue<>();
  private final Thread thread = new Thread(this::run, "links");
  private volatile boolean closed;
  private boolean ended;
  private long order;

  EventLoop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Called with the key's ready operations. */
  interface Handler {
    void ready(SelectionKey key) throws IOException;
  }

  Selector selector() {
    return selector;
  }

  private void submit(Runnable task) {
    synchronized (tasks) {
      if (ended) {
        throw new IllegalStateException("the links are closed");
      }
      tasks.add(task);
    }
    selector.wakeup();
  }

  /**
   * Runs on the loop's thread and waits for it.
   *
   * @throws IllegalStateException when the loop is closed
   */
  void call(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
      return;
    }
    var done = new java.util.concurrent.CompletableFuture<Void>();
    submit(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Only from a task: frees the ports of channels that were closed a moment ago. */
  void letGo() throws IOException {
    selector.selectNow();
    selector.selectedKeys().clear();
  }

  /** Only from the loop's thread: runs at this nano time. */
  void at(long nanos, Runnable task) {
    timed.add(new Timed(nanos, order++, task));
  }

  private void run() {
    while (!closed) {
      try {
        selector.select(this::handle, untilNext());
        drain();
      } catch (IOException | RuntimeException e) {
        log.warn("a link's event failed", e);
      }
    }
    synchronized (tasks) {
      ended = true;
    }
    // Nobody waits for ever for what was handed over at the last moment.
    drain();
  }

  private void handle(SelectionKey key) {
    try {
      ((Handler) key.attachment()).ready(key);
    } catch (CancelledKeyException e) {
      // Closed by an earlier event of the same round.
    } catch (IOException e) {
      log.debug("link event", e);
    } catch (RuntimeException e) {
      // One connection's trouble is not the others'.
      log.warn("a link's event failed", e);
    }
  }

  private long untilNext() {
    Timed next = timed.peek();
    if (next == null) {
      return 1_000;
    }
    return Math.max(1, (next.nanos - System.nanoTime() + 999_999) / 1_000_000);
  }

  private void drain() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    long now = System.nanoTime();
    for (Timed next = timed.peek(); next != null && next.nanos <= now; next = timed.peek()) {
      timed.remove();
      next.task.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(2_000);
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("selector", e);
    }
  }

  private record Timed(long nanos, long order, Runnable task) implements Comparable<Timed> {
    @Override
    public int compareTo(Timed other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
