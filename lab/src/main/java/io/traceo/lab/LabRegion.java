package io.traceo.lab;

import io.traceo.activities.database.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A region on this machine: its database server, and one process with its worker, its service
 * endpoint and its name server. They live and die together.
 */
public final class LabRegion implements LabPlace {
  private final String name;
  private final PostgresServer database;
  private final Supplier<JavaChild> starter;
  private JavaChild process;

  LabRegion(String name, PostgresServer database, Supplier<JavaChild> starter) {
    this.name = name;
    this.database = database;
    this.starter = starter;
    this.process = starter.get();
  }

  String name() {
    return name;
  }

  @Override
  public synchronized JavaChild process() {
    return process;
  }

  PostgresServer database() {
    return database;
  }

  @Override
  public synchronized void kill() {
    process.kill();
    database.kill();
  }

  @Override
  public synchronized void destroy() {
    database.kill();
    LabFolder.empty(database.data());
  }

  @Override
  public synchronized void freeze() {
    Signals.stop(everything());
  }

  /** Frozen processes go on; dead ones start again, the database read-only. */
  @Override
  public synchronized void restore() {
    Signals.resume(everything());
    // A database that lost its data stays down: only a restore or a re-seed brings it back.
    if (database.pid().isEmpty() && database.hasData()) {
      database.startAsStandby();
    }
    restart();
  }

  @Override
  public synchronized void restart() {
    if (!process.alive()) {
      process = starter.get();
    }
  }

  private List<ProcessHandle> everything() {
    List<ProcessHandle> all = new ArrayList<>();
    if (process.alive()) {
      all.add(process.handle());
    }
    database.pid().flatMap(ProcessHandle::of).ifPresent(p -> all.addAll(PostgresServer.family(p)));
    return all;
  }

  synchronized void stop() {
    Signals.resume(everything());
    process.kill();
    database.kill();
  }
}
