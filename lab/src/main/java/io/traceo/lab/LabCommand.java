package io.traceo.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.starters.cli.CliException;
import io.traceo.starters.cli.CommandProvider;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo lab}. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "Regions on this machine, of real parts: PostgreSQL, DNS, Temporal, workers, links that can",
      "be slowed, cut or made silent."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class LabCommand implements CommandProvider {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Object command() {
    return this;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    return spec.commandLine().getOut();
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }

  @Command(
      description =
          "Brings a lab up; in the foreground until Ctrl-C, or detached once it is ready.",
      mixinStandardHelpOptions = true)
  int up(
      @Option(names = "--detach", description = "return when the lab is ready") boolean detach,
      @Option(names = "--without-go", description = "do not build a Temporal server with Go")
          boolean withoutGo,
      @Option(names = "--owner", hidden = true) @Nullable Long owner) {
    LabSettings settings = LabSettings.ofEnvironment();
    if (LabClient.running(settings.folder()).isPresent()) {
      throw new CliException(
          4, "a lab is up already; see it with: traceo lab status, end it with: traceo lab down");
    }
    if (detach) {
      LabLauncher.launch(settings, null, withoutGo, this::say);
      print(LabClient.need(settings.folder()).status());
      return 0;
    }
    return LabForeground.run(
        new LabSettings(
            settings.folder(),
            settings.runbooks(),
            settings.group(),
            settings.net(),
            settings.buildTemporal() && !withoutGo),
        owner,
        this::say);
  }

  @Command(description = "What is up, and how it is.", mixinStandardHelpOptions = true)
  int status(@Option(names = "--json", description = "for other tools") boolean json)
      throws JsonProcessingException {
    LabStatus status = LabClient.need(LabFolder.ofEnvironment()).status();
    if (json) {
      say(PayloadMapper.create().writeValueAsString(status));
    } else {
      print(status);
    }
    return 0;
  }

  private void print(LabStatus status) {
    say(
        "Temporal  "
            + status.temporal().address()
            + (status.temporal().ui() == null ? "" : "   Web UI " + status.temporal().ui()));
    say(
        "DNS       "
            + status.dns().host()
            + " port "
            + status.dns().port()
            + ", zone "
            + status.dns().zone());
    status
        .groups()
        .forEach(
            (name, group) -> {
              say(
                  "group     "
                      + name
                      + ": "
                      + group.verdict()
                      + ", epoch "
                      + group.epoch()
                      + ", armed by "
                      + group.armedBy()
                      + ", write name "
                      + group.writeName());
              group
                  .members()
                  .forEach(
                      m ->
                          say(
                              String.format(
                                  Locale.ROOT,
                                  "  %-12s %-9s %s:%d  pid %s  lag %s bytes",
                                  m.region(),
                                  m.role(),
                                  m.host(),
                                  m.port(),
                                  m.pid() == null ? "-" : m.pid().toString(),
                                  m.lagBytes() == null ? "?" : m.lagBytes().toString())));
            });
    status.faults().forEach(f -> say("fault     " + f));
    status.aroundLinks().forEach(f -> say("AROUND A LINK " + f));
  }

  @Command(
      description = {
        "Does something bad to a region, or restores it.",
        "Faults: blackhole, cut, kill, freeze, slow=MS, jitter=MS, loss=PCT, restore."
      },
      mixinStandardHelpOptions = true)
  int fault(
      @Parameters(index = "0", description = "region") String region,
      @Parameters(index = "1", description = "what") String kind,
      @Option(
              names = "--towards",
              description = "only what the region sends to this place (a region, control, outside)")
          @Nullable String towards,
      @Option(
              names = "--for",
              defaultValue = "600",
              description = "seconds until it is lifted by itself; 0 for never (${DEFAULT-VALUE})")
          long seconds) {
    LabClient.need(LabFolder.ofEnvironment())
        .fault(new FaultOrder(UUID.randomUUID().toString(), region, kind, towards, seconds));
    say(kind + " of " + region + (towards == null ? "" : " towards " + towards));
    return 0;
  }

  @Command(
      description = "Brings the lab down: no process, no port, no file of it is left.",
      mixinStandardHelpOptions = true)
  int down() {
    LabClient.need(LabFolder.ofEnvironment()).down();
    say("the lab is down; reports are in " + LabFolder.ofEnvironment().reports());
    return 0;
  }
}
