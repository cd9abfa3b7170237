package io.traceo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server of the Prometheus family that takes a free port and says which one in its log. */
final class ServerProgram implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("msg=\"?Listening on\"? address=(\\S+)");

  private final Process process;
  private final String address;

  ServerProgram(Path program, Path folder, String... arguments) throws Exception {
    Path log = folder.resolve(program.getFileName() + ".log");
    String[] command = new String[arguments.length + 2];
    command[0] = program.toString();
    command[1] = "--web.listen-address=127.0.0.1:0";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Eventually.within(30, () -> "listening: " + text(log), () -> said(log) != null);
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
    address = said(log);
  }

  private @Nullable String said(Path log) {
    Matcher found = LISTENING.matcher(text(log));
    if (found.find()) {
      return found.group(1);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("it ended:\n" + text(log));
    }
    return null;
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port}. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
