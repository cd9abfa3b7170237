package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "What a group knows: leader, epoch, verdict of the observers, who operates on it.")
final class StatusCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      defaultValue = "na",
      description = "replication group (${DEFAULT-VALUE})")
  private String group = "na";

  @Option(names = "--json", description = "the whole answer as JSON")
  private boolean json;

  StatusCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = Server.existing(settings, group)) {
      JsonNode status =
          server
              .client()
              .newUntypedWorkflowStub(WorkflowIds.group(group))
              .query("status", JsonNode.class);
      out.println(json ? status.toString() : text(status));
      out.flush();
      return ExitCodes.OK;
    } catch (WorkflowNotFoundException e) {
      throw new CliException(
          ExitCodes.FAILED,
          "no workflow watches group "
              + group
              + " here; correct the name, or start its workers, which start it");
    } catch (WorkflowException e) {
      throw new CliException(
          ExitCodes.FAILED,
          "group "
              + group
              + " does not answer ("
              + Failures.inWords(e)
              + "); are its control workers running?");
    }
  }

  private static String text(JsonNode status) {
    StringBuilder text = new StringBuilder();
    text.append("group    ").append(status.path("group").asText()).append('\n');
    text.append("leader   ").append(status.path("leader").asText());
    text.append(", epoch ").append(status.path("epoch").asLong()).append('\n');
    text.append("verdict  ").append(status.path("verdict").asText()).append('\n');
    text.append("armed    ");
    text.append(
        status.path("armed").asBoolean()
            ? "by " + status.path("armedBy").asText()
            : "no: it only says what it would do");
    text.append("\nheld by  ");
    JsonNode grant = status.path("grant");
    text.append(grant.isObject() ? grant.path("workflowId").asText() : "nobody").append('\n');
    for (JsonNode seen : status.path("observations")) {
      text.append("  ").append(seen.path("observer").asText()).append(" sees ");
      text.append(seen.path("view").asText()).append(": ");
      text.append(seen.path("detail").asText()).append('\n');
    }
    for (JsonNode event : status.path("events")) {
      text.append("  ").append(event.asText()).append('\n');
    }
    return text.toString();
  }
}
