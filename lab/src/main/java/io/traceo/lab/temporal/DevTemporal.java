package io.traceo.lab.temporal;

import io.temporal.common.SearchAttributeKey;
import io.traceo.workers.TemporalConnection;
import io.traceo.workflows.contract.SearchAttributeKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Temporal's development server with a database file, so that it can be killed and restarted. */
final class DevTemporal implements RunningTemporal {
  private static final long READY_SECONDS = 30;
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private final List<String> command;
  private final List<String> namespaces;
  private final Path log;
  private final String host;
  private final int port;
  private final int uiPort;
  private Process process;

  DevTemporal(
      Path program, String host, int port, int uiPort, List<String> namespaces, Path folder) {
    this.host = host;
    this.port = port;
    this.uiPort = uiPort;
    this.log = folder.resolve("temporal.log");
    this.command = command(program, host, port, uiPort, folder);
    for (String namespace : namespaces) {
      command.addAll(List.of("--namespace", namespace));
    }
    this.namespaces = new ArrayList<>(namespaces);
    this.namespaces.add(namespace());
    Ports.requireFree(host, port);
    Ports.requireFree(host, uiPort);
    this.process = start();
  }

  private static List<String> command(
      Path program, String host, int port, int uiPort, Path folder) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip",
                host,
                "--ui-ip",
                host,
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                folder.resolve("temporal.db").toString(),
                // Survives the death of the process; only a machine that dies needs more.
                "--sqlite-pragma",
                "synchronous=1",
                "--namespace",
                "default",
                "--log-level",
                "warn",
                // Workers see a frozen or dead peer in a second instead of ten.
                "--dynamic-config-value",
                "frontend.keepAliveTime=\"1s\"",
                "--dynamic-config-value",
                "frontend.keepAliveTimeout=\"1s\"",
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true"));
    for (SearchAttributeKey<String> key : SearchAttributeKeys.ALL) {
      command.add("--search-attribute");
      command.add(key.getName() + "=Keyword");
    }
    return command;
  }

  private Process start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // A person's own profile and address are for clients.
      builder.environment().keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
      Process started = builder.start();
      awaitServing(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  private void awaitServing(Process started) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (true) {
      try {
        if (namespaces.stream().allMatch(this::serves)) {
          return;
        }
      } catch (RuntimeException e) {
        if (!started.isAlive() || System.nanoTime() > deadline) {
          started.destroyForcibly();
          throw new IllegalStateException(
              "the Temporal server did not come up on " + address() + "; its log is " + log, e);
        }
      }
    }
  }

  private boolean serves(String namespace) {
    try (TemporalConnection connection =
        TemporalConnection.open(address(), namespace, "lab", ATTEMPT)) {
      return connection.hasSearchAttributes();
    }
  }

  @Override
  public String address() {
    return host + ":" + port;
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public String ui() {
    return "http://" + host + ":" + uiPort;
  }

  @Override
  public String kind() {
    return "Temporal: development server with a database file";
  }

  @Override
  public @Nullable Long pid() {
    return process.isAlive() ? process.pid() : null;
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void restart() {
    kill();
    process = start();
  }

  @Override
  public void close() {
    kill();
  }
}
