package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.traceo.activities.meters.Meters;
import io.traceo.starters.api.ApiConfig;
import io.traceo.starters.api.ApiConfigFile;
import io.traceo.starters.api.ApiServer;
import io.traceo.starters.api.InvalidApiConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo api}. */
@Command(
    name = "api",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the HTTP API of one namespace until Ctrl-C: incidents, groups, runs, approvals,",
      "reports. Temporal is the configured one, and need not be there yet; without one, the lab's."
    })
final class ApiCommand implements Callable<Integer> {
  private static final long LOOK_MS = 200;

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--config", required = true, description = "api.yaml")
  private Path file = Path.of("api.yaml");

  @Option(names = "--check", description = "read everything that it names, and stop")
  private boolean check;

  ApiCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      ApiConfig config = ApiConfigFile.read(file);
      if (check) {
        ApiServer.check(config);
        out.println(file + " can be started with");
        out.flush();
        return ExitCodes.OK;
      }
      serve(config, out);
      return ExitCodes.OK;
    } catch (InvalidApiConfigException e) {
      throw CliException.environment(e.getMessage() + ". Correct the file; nothing was started");
    }
  }

  private void serve(ApiConfig config, PrintWriter out) throws InterruptedException {
    try (Interrupts interrupts = Interrupts.watch();
        Meters meters = new Meters();
        Server server = Server.patient(settings, meters.scope())) {
      WorkflowClient client = server.client();
      try (ApiServer api = ApiServer.start(config, client, Clock.systemUTC(), meters)) {
        out.println(
            "listening on " + api.uri() + " for namespace " + client.getOptions().getNamespace());
        out.flush();
        while (!interrupts.asked()) {
          Thread.sleep(LOOK_MS);
        }
        out.println("stopping: what was asked is answered first");
        out.flush();
      }
    }
  }
}
