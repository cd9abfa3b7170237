package io.traceo.lab.ledger;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Heartbeats for an activity while it waits in one long call. */
final class Heartbeats {
  private final CountDownLatch over = new CountDownLatch(1);
  private final ActivityExecutionContext context = Activity.getExecutionContext();

  private Heartbeats() {}

  /** What is waited for. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Runs the call on this thread, heartbeats meanwhile on another. */
  static <T> T during(Call<T> call) throws IOException {
    Heartbeats beats = new Heartbeats();
    Thread thread = new Thread(beats::beat, "ledger-heartbeat");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.run();
    } finally {
      beats.over.countDown();
    }
  }

  private void beat() {
    try {
      do {
        context.heartbeat(null);
      } while (!over.await(500, TimeUnit.MILLISECONDS));
    } catch (ActivityCompletionException e) {
      // Cancelled: the call ends by itself, its answer is no longer wanted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
