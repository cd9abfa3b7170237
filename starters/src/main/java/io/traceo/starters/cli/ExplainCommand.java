package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.workflows.group.Explanation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Would a group fail over now; if not, what holds it, since when, and who can lift that; who",
      "would lead, and why nobody else. Asks the members now; changes nothing."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      defaultValue = "na",
      description = "replication group (${DEFAULT-VALUE})")
  private String group = "na";

  @Option(names = "--json", description = "the whole answer as JSON")
  private boolean json;

  ExplainCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    GroupRun.refuse(Places.problems(settings, group, null));
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = Server.existing(settings, group)) {
      Explanation explained =
          new GroupUpdates(server.client(), group).send("explainNow", Explanation.class, null);
      out.println(
          json ? Json.mapper().writeValueAsString(explained) : ExplainText.render(explained));
      out.flush();
      return ExitCodes.OK;
    }
  }
}
