package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo clients}. */
@Command(
    name = "clients",
    mixinStandardHelpOptions = true,
    description = {
      "What clients of a group are to set, why, and how long at most what it prevents lasts: the",
      "values that failovers in the lab are measured with. Reads the topology; asks nobody."
    })
final class ClientsCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      defaultValue = "na",
      description = "replication group (${DEFAULT-VALUE})")
  private String group = "na";

  @Option(names = "--json", description = "the same as JSON")
  private boolean json;

  ClientsCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    ClientAdvice advice = ClientAdvice.of(known());
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.mapper().writeValueAsString(advice) : text(advice));
    out.flush();
    return ExitCodes.OK;
  }

  private ReplicationGroup known() {
    Path folder = settings.runbooks();
    Configuration configuration =
        Configuration.check(folder.resolve("topology.yaml"), folder).configuration();
    if (configuration == null) {
      throw new CliException(
          ExitCodes.FAILED, "topology and runbooks have errors; traceo check says which");
    }
    List<ReplicationGroup> groups = configuration.topology().groups();
    return groups.stream()
        .filter(g -> g.id().equals(group))
        .findFirst()
        .orElseThrow(
            () ->
                CliException.environment(
                    "unknown group "
                        + group
                        + "; known groups are "
                        + String.join(", ", groups.stream().map(ReplicationGroup::id).toList())));
  }

  private static String text(ClientAdvice advice) {
    StringBuilder out = new StringBuilder();
    out.append("clients of group ").append(advice.group()).append('\n');
    out.append("writes   ").append(advice.urls().write()).append('\n');
    out.append("reads    ").append(advice.urls().read()).append('\n');
    out.append("hosts    ").append(advice.urls().hosts()).append('\n');
    out.append("         {...}: the database, and each member's host:port as clients reach it\n");
    for (ClientAdvice.Setting setting : advice.settings()) {
      Long bound = setting.boundSeconds();
      out.append(
          "%-8s %s = %s%s%n         %s%n"
              .formatted(
                  setting.where(),
                  setting.name(),
                  setting.value(),
                  bound == null ? "" : ", at most " + bound + " s",
                  setting.why()));
    }
    advice.remains().forEach(r -> out.append("remains  ").append(r).append('\n'));
    return out.toString().stripTrailing();
  }
}
