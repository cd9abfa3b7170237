package io.traceo.lab;

import java.util.List;
import java.util.function.Supplier;

/** A worker process without a database beside it: of control, or of a witness. */
final class LabWorker implements LabPlace {
  private final Supplier<JavaChild> starter;
  private JavaChild process;

  LabWorker(Supplier<JavaChild> starter) {
    this.starter = starter;
    this.process = starter.get();
  }

  @Override
  public synchronized JavaChild process() {
    return process;
  }

  @Override
  public synchronized void kill() {
    process.kill();
  }

  @Override
  public void destroy() {
    throw new IllegalArgumentException("a place that only watches or controls has no database");
  }

  @Override
  public synchronized void freeze() {
    Signals.stop(List.of(process.handle()));
  }

  @Override
  public synchronized void restore() {
    if (process.alive()) {
      Signals.resume(List.of(process.handle()));
    } else {
      restart();
    }
  }

  @Override
  public synchronized void restart() {
    if (!process.alive()) {
      process = starter.get();
    }
  }
}
