package io.traceo.starters.cli;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups that are watched on a server, each with a client of its namespace. */
final class WatchedGroups {
  private WatchedGroups() {}

  /**
   * Of a lab every one that it runs; of a configured server those of the topology whose entity is
   * in its namespace.
   *
   * @throws CliException when there is none
   */
  static Map<String, WorkflowClient> of(Settings settings, Server server) {
    Map<String, WorkflowClient> found = new LinkedHashMap<>();
    if (!server.namespaces().isEmpty()) {
      server.namespaces().forEach((group, at) -> found.put(group, server.client(at)));
      return found;
    }
    for (String group : known(settings)) {
      if (watched(server.client(), group)) {
        found.put(group, server.client());
      }
    }
    if (found.isEmpty()) {
      throw new CliException(
          ExitCodes.FAILED,
          "no group of the topology is watched in namespace "
              + server.client().getOptions().getNamespace()
              + "; start its workers, or name the namespace with TEMPORAL_NAMESPACE");
    }
    return found;
  }

  private static List<String> known(Settings settings) {
    Configuration.Checked checked =
        Configuration.check(settings.runbooks().resolve("topology.yaml"), settings.runbooks());
    Configuration configuration = checked.configuration();
    if (configuration == null) {
      throw CliException.environment(
          "the runbooks in " + settings.runbooks() + " have errors; see them with: traceo check");
    }
    return configuration.topology().groups().stream().map(ReplicationGroup::id).toList();
  }

  private static boolean watched(WorkflowClient client, String group) {
    try {
      return client.newUntypedWorkflowStub(WorkflowIds.group(group)).describe().getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException e) {
      return false;
    } catch (WorkflowServiceException e) {
      throw CliException.environment(
          "Temporal can't say whether " + group + " is watched: " + Failures.inWords(e));
    }
  }
}
