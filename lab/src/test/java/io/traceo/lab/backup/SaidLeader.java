package io.traceo.lab.backup;

import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;

/**
 * A group without observers: the topology's leader leads it with epoch 1 and is healthy, and nobody
 * is given anything.
 */
record SaidLeader(Configuration configuration, BackupRunbooks runbooks) implements GroupActivities {

  private ReplicationGroup group(String id) {
    return configuration.topology().group(id).orElseThrow();
  }

  @Override
  public Definition define(DefinitionRequest request) {
    ReplicationGroup group = group(request.group());
    return new Definition(
        group,
        configuration.topology().regions().stream()
            .filter(r -> group.members().contains(r.id()))
            .toList(),
        configuration.failover(),
        configuration.drill(),
        List.of(),
        false,
        List.of(),
        runbooks,
        configuration.capacity());
  }

  @Override
  public GroupStatus status(StatusRequest request) {
    ReplicationGroup group = group(request.group());
    return new GroupStatus(
        group.id(),
        group.leader(),
        group.followers(),
        1,
        true,
        null,
        Verdict.HEALTHY,
        0,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt release(Grant.Release release) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Neighbours neighbours(NeighboursRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FailoverSummary awaitFailover(AwaitFailover request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RunState describeRun(RunQuery query) {
    throw new UnsupportedOperationException();
  }
}
