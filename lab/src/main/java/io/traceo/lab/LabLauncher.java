package io.traceo.lab;

import io.traceo.starters.cli.CliException;
import io.traceo.starters.cli.Traceo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts a lab in a process of its own and waits until it is ready. */
final class LabLauncher {
  private static final long READY_MINUTES = 15;

  private LabLauncher() {}

  /**
   * Starts it.
   *
   * @param owner process whose end ends the lab; null for one that stays
   */
  static void launch(LabSettings settings, @Nullable Long owner, Consumer<String> say) {
    Path log = settings.folder().home().resolve("lab.log");
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // A terminal's Ctrl-C is for the command that waits, which ends the lab in order.
      command.add("/usr/bin/setsid");
    }
    command.addAll(JavaChild.command(160));
    String runbooks = System.getProperty("traceo.runbooks");
    if (runbooks != null) {
      command.add(command.indexOf("-cp"), "-Dtraceo.runbooks=" + runbooks);
    }
    command.addAll(List.of(Traceo.class.getName(), "lab", "up"));
    settings.groups().forEach(group -> command.addAll(List.of("--group", group)));
    if (settings.realRoundTrips()) {
      command.addAll(List.of("--rtt", "real"));
    }
    if (!settings.buildTemporal()) {
      command.add("--without-go");
    }
    if (owner != null) {
      command.addAll(List.of("--owner", owner.toString()));
    }
    try {
      Files.createDirectories(settings.folder().home());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      follow(process, log, settings, say);
    } catch (IOException e) {
      throw CliException.environment("the lab could not be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliException.environment("interrupted while the lab came up");
    }
  }

  private static void follow(Process process, Path log, LabSettings settings, Consumer<String> say)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(READY_MINUTES);
    int told = 0;
    while (true) {
      boolean alive = process.isAlive();
      List<String> lines = Files.readAllLines(log);
      for (String line : lines.subList(told, lines.size())) {
        say.accept("lab: " + line);
      }
      told = lines.size();
      if (LabClient.running(settings.folder()).isPresent()) {
        return;
      }
      if (!alive || System.nanoTime() > deadline) {
        process.destroy();
        throw CliException.environment("the lab did not come up; what it said is above");
      }
      TimeUnit.MILLISECONDS.sleep(150);
    }
  }
}
