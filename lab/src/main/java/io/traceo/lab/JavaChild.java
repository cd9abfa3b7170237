package io.traceo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Java process of the lab: same classpath, small heap, ends with the lab. */
public final class JavaChild {
  private static final long READY_SECONDS = 120;

  private final String name;
  private final Process process;
  private final @Nullable Path portFile;

  private JavaChild(String name, Process process, @Nullable Path portFile) {
    this.name = name;
    this.process = process;
    this.portFile = portFile;
  }

  /** What every Java process of the lab is started with: quick to start, small to keep. */
  public static List<String> command(int heapMiB) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heapMiB + "m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=160m",
            // One that is out of memory must end, and say so: a thread that is gone is not missed.
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            // The system resolver keeps answers for 30 s by default: as long as a name lives here.
            "-Dsun.net.inetaddr.ttl=5",
            // Else an answer waits 40 ms for an acknowledgement, and clocks seem to be off by half.
            "-Dsun.net.httpserver.nodelay=true"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  /**
   * Starts a process that writes its port to {@code run/NAME.port} once it serves.
   *
   * @param arguments after the common ones
   */
  public static JavaChild start(
      LabFolder folder, String name, int heapMiB, Class<?> main, List<String> arguments) {
    Path port = folder.folder("run").resolve(name + ".port");
    Path log = folder.folder("logs").resolve(name + ".log");
    List<String> command = command(heapMiB);
    // A library's native part goes there, and stays when the process is killed.
    command.add("-Djava.io.tmpdir=" + folder.folder("run/tmp"));
    command.add(main.getName());
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--name", name,
            "--port-file", port.toString(),
            "--parent", Long.toString(ProcessHandle.current().pid())));
    try {
      Files.deleteIfExists(port);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      return new JavaChild(name, process, port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException when it ended, or takes too long
   */
  public void awaitReady(LabFolder folder) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (portFile != null && !Files.exists(portFile)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name
                + (process.isAlive() ? " does not get ready" : " ended")
                + "; its log is "
                + folder.folder("logs").resolve(name + ".log"));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a process", e);
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Its name in the lab. */
  public String name() {
    return name;
  }

  /** Whether it lives. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Port of its own endpoint. */
  public int port() {
    try {
      return portFile == null ? 0 : Integer.parseInt(Files.readString(portFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }
}
