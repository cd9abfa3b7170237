package io.traceo.starters.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands as a user would and keeps what they print. */
final class Cli {
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Sees nothing of the machine's own configuration. */
  Cli(Path home) {
    environment.put("TRACEO_HOME", home.toString());
    environment.put("TEMPORAL_CONFIG_FILE", home.resolve("none.toml").toString());
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Settings settings() {
    return new Settings(environment);
  }

  int run(String... arguments) {
    CommandLine line = Traceo.commandLine(settings());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }

  String out() {
    return out.toString();
  }

  List<String> lines() {
    return out.toString().lines().toList();
  }

  String err() {
    return err.toString();
  }
}
