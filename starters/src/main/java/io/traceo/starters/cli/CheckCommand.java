package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.Finding;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks topology and runbooks; prints every finding, exits 1 on an ERROR.")
final class CheckCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--topology", description = "file (runbooks/topology.yaml)")
  private @Nullable Path topology;

  @Option(names = "--runbooks", description = "folder (runbooks)")
  private @Nullable Path runbooks;

  @Option(names = "--json", description = "one finding a line")
  private boolean json;

  CheckCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path folder = runbooks == null ? settings.runbooks() : runbooks;
    Path file = topology == null ? folder.resolve("topology.yaml") : topology;
    Configuration.Checked checked = Configuration.check(file, folder);
    for (Finding finding : checked.findings()) {
      out.println(json ? MAPPER.writeValueAsString(finding) : finding.toString());
    }
    Configuration configuration = checked.configuration();
    if (!json) {
      out.println(
          configuration == null
              ? "refused: correct every ERROR above, then check again"
              : "checked: regions %d, groups %d, findings %d"
                  .formatted(
                      configuration.topology().regions().size(),
                      configuration.topology().groups().size(),
                      checked.findings().size()));
    }
    out.flush();
    return configuration == null ? ExitCodes.FAILED : ExitCodes.OK;
  }
}
