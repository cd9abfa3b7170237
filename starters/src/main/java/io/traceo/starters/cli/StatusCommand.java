package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupStatus;
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
        "What a group knows: leader, epoch, verdict of the observers, whether it acts and what it"
            + " would have done, who operates on it.")
final class StatusCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

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
  public Integer call() throws JsonProcessingException {
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
      out.println(
          json
              ? status.toString()
              : GroupText.render(MAPPER.treeToValue(status, GroupStatus.class)));
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
}
