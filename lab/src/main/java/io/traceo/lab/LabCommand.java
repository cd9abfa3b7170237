package io.traceo.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.starters.cli.CliException;
import io.traceo.starters.cli.CommandProvider;
import io.traceo.starters.cli.ExitCodes;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
      @Option(
              names = "--group",
              paramLabel = "GROUP",
              description = "group to run, na by default; twice for two at once")
          @Nullable List<String> groups,
      @Option(
              names = "--rtt",
              paramLabel = "real",
              description = "real: links as slow as measured between real regions")
          @Nullable String rtt,
      @Option(names = "--detach", description = "return when the lab is ready") boolean detach,
      @Option(names = "--without-go", description = "do not build a Temporal server with Go")
          boolean withoutGo,
      @Option(names = "--owner", hidden = true) @Nullable Long owner) {
    LabSettings settings =
        LabSettings.ofEnvironment(groups == null ? List.of("na") : groups)
            .with(!withoutGo, slow(rtt));
    if (LabClient.running(settings.folder()).isPresent()) {
      throw new CliException(
          ExitCodes.REFUSED,
          "a lab is up already; see it with: traceo lab status, end it with: traceo lab down");
    }
    if (!new LabRemains(settings.folder()).processes().isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED,
          "a lab that was killed has left servers behind; end them with: traceo lab down");
    }
    if (detach) {
      LabLauncher.launch(settings, null, this::say);
      LabText.lines(LabClient.need(settings.folder()).status()).forEach(this::say);
      return 0;
    }
    return LabForeground.run(settings, owner, this::say);
  }

  private static boolean slow(@Nullable String rtt) {
    if (rtt != null && !rtt.equals("real")) {
      throw new CliException(
          ExitCodes.USAGE,
          "--rtt is \"" + rtt + "\"; the one matrix there is, is called real: --rtt real");
    }
    return rtt != null;
  }

  @Command(description = "What is up, and how it is.", mixinStandardHelpOptions = true)
  int status(@Option(names = "--json", description = "for other tools") boolean json)
      throws JsonProcessingException {
    LabStatus status = LabClient.need(LabFolder.ofEnvironment()).status();
    if (json) {
      say(PayloadMapper.create().writeValueAsString(status));
    } else {
      LabText.lines(status).forEach(this::say);
    }
    return 0;
  }

  @Command(
      description = {
        "Does something bad to a region, or restores it.",
        "Faults: blackhole, cut, kill, freeze, destroy, slow=MS, jitter=MS, loss=PCT, restore.",
        "destroy ends the region's database and removes its data: only a re-seed or a restore",
        "brings it back. Of the control workers: kill, freeze or restore control-1 or control-2.",
        "kill-at=STEP of control, or of a region, kills the worker that does STEP next (an",
        "activity, such as seal, promote or take), after it has acted and before it has reported."
      },
      mixinStandardHelpOptions = true)
  int fault(
      @Parameters(index = "0", description = "region, or control, control-1, control-2")
          String region,
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
    LabFolder folder = LabFolder.ofEnvironment();
    Optional<LabClient> lab = LabClient.running(folder);
    LabRemains remains = new LabRemains(folder);
    if (lab.isEmpty() && remains.processes().isEmpty()) {
      throw LabClient.noLab();
    }
    try {
      lab.ifPresent(LabClient::down);
    } catch (CliException e) {
      say(e.getMessage() + "; ending its processes");
    }
    int ended = remains.clear();
    if (ended > 0) {
      say("ended " + ended + " processes that a lab had left behind");
    }
    say("the lab is down; reports are in " + folder.reports());
    return 0;
  }
}
