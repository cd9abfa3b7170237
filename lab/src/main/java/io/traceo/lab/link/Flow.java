package io.traceo.lab.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One direction of a connection. Delayed chunks keep their order, the end comes after the last of
 * them; a blackhole stops reading and writing and forgets nothing, as TCP would after a healed
 * outage.
 */
final class Flow {
  private static final int CHUNK = 32 * 1024;
  private static final int MOST_WAITING = 512 * 1024;
  private static final long RETRANSMISSION_NANOS = 250_000_000;
  private static final long LONGEST_NANOS = 8_000_000_000L;

  private final EventLoop loop;
  private final SocketChannel from;
  private final SocketChannel to;
  private final Supplier<LinkFault> fault;
  private final Runnable changed;
  private final Deque<Chunk> waiting = new ArrayDeque<>();
  private final Random random = new Random();
  private int waitingBytes;
  private long lastDue;
  private boolean ended;
  private boolean endPassed;

  Flow(
      EventLoop loop,
      SocketChannel from,
      SocketChannel to,
      Supplier<LinkFault> fault,
      Runnable changed) {
    this.loop = loop;
    this.from = from;
    this.to = to;
    this.fault = fault;
    this.changed = changed;
  }

  boolean wantsToRead() {
    return !ended && waitingBytes < MOST_WAITING && !fault.get().stops();
  }

  boolean wantsToWrite() {
    Chunk next = waiting.peekFirst();
    return next != null && next.due <= System.nanoTime() && !fault.get().stops();
  }

  boolean finished() {
    return endPassed;
  }

  void read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    int read = from.read(buffer);
    if (read == 0) {
      return;
    }
    ended = read < 0;
    long due = due();
    waiting.addLast(new Chunk(due, buffer.flip(), ended));
    waitingBytes += Math.max(0, read);
    if (due <= System.nanoTime()) {
      write();
    } else {
      loop.at(due, changed);
    }
  }

  void write() throws IOException {
    while (wantsToWrite()) {
      Chunk next = waiting.getFirst();
      waitingBytes -= to.write(next.bytes);
      if (next.bytes.hasRemaining()) {
        return;
      }
      waiting.removeFirst();
      if (next.last) {
        endPassed = true;
        to.shutdownOutput();
      }
    }
  }

  private long due() {
    LinkFault now = fault.get();
    long nanos = now.delayMs() * 1_000_000L;
    if (now.jitterMs() > 0) {
      nanos += (long) (random.nextDouble() * now.jitterMs() * 1_000_000);
    }
    // What is sent again can be lost again, and TCP waits twice as long each time.
    long again = RETRANSMISSION_NANOS;
    while (again < LONGEST_NANOS && random.nextInt(100) < now.lossPercent()) {
      nanos += again;
      again *= 2;
    }
    lastDue = Math.max(lastDue, System.nanoTime() + nanos);
    return lastDue;
  }

  static int interest(boolean read, boolean write) {
    return (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
  }

  /**
   * @param last nothing but the end of the direction
   */
  private record Chunk(long due, ByteBuffer bytes, boolean last) {}
}
