package io.traceo.lab.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One program of the API server; its log is beside its files. */
final class ServerProcess implements AutoCloseable {
  private final String name;
  private final Path log;
  private final Process process;

  /**
   * Starts it.
   *
   * @param heapMiB where Go's collector begins to work harder
   */
  ServerProcess(Path program, Path folder, int heapMiB, List<String> arguments) {
    this.name = String.valueOf(program.getFileName());
    this.log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    // A lab shares its machine with seven regions: memory is dearer than time here.
    environment.put("GOGC", "50");
    environment.put("GOMEMLIMIT", heapMiB + "MiB");
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** Fails when it has ended, naming its log. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended with " + process.exitValue() + "; its log is " + log);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
