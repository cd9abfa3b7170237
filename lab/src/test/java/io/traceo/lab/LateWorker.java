package io.traceo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control worker that stands still before it does what it was asked for, until it goes on. */
public final class LateWorker implements AutoCloseable {
  private final LabParts lab;
  private final Path orders;
  private final String what;

  private LateWorker(LabParts lab, Path orders, String what) {
    this.lab = lab;
    this.orders = orders;
    this.what = what;
  }

  static LateWorker order(LabParts lab, Path orders, String what) throws IOException {
    LabFolder.remove(orders);
    Files.createDirectories(orders);
    Files.write(orders.resolve(what), new byte[0]);
    return new LateWorker(lab, orders, what);
  }

  /** Waits until one stands still; what it was asked to do, in words. */
  public String awaitStill(int seconds) throws Exception {
    Path asked = StandsStillAt.asked(orders, what);
    Eventually.within(seconds, "stands still at " + what, () -> Files.exists(asked));
    return Files.readString(asked);
  }

  /** Lets it go on and waits until it has acted; what came of that, in words. */
  public String thaw(int seconds) throws Exception {
    goOn();
    Path came = StandsStillAt.came(orders, what);
    Eventually.within(seconds, "acted at last: " + what, () -> Files.exists(came));
    return Files.readString(came);
  }

  private void goOn() {
    lab.processes().control().values().forEach(LabWorker::restore);
  }

  @Override
  public void close() {
    goOn();
    LabFolder.remove(orders);
  }
}
