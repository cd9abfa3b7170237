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

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--topology", description = "file (runbooks/topology.yaml)")
  private @Nullable Path topology;

  @Option(names = "--runbooks", description = "folder (runbooks)")
  private @Nullable Path runbooks;

  @Option(names = "--json", description = "one finding a line")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path folder = runbooks == null ? Settings.runbooks() : runbooks;
    Path file = topology == null ? folder.resolve("topology.yaml") : topology;
    Configuration.Checked checked = Configuration.check(file, folder);
    for (Finding finding : checked.findings()) {
      out.println(json ? MAPPER.writeValueAsString(finding) : finding.toString());
    }
    if (checked.configuration() != null && !json) {
      out.println(
          "checked: "
              + checked.configuration().topology().regions().size()
              + " regions, "
              + checked.configuration().topology().groups().size()
              + " groups, "
              + checked.findings().size()
              + " findings");
    }
    out.flush();
    return checked.configuration() == null ? ExitCodes.FAILED : ExitCodes.OK;
  }
}
