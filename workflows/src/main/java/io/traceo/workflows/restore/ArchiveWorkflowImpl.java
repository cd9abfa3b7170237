package io.traceo.workflows.restore;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/** The entity of a group's archive: copy from who leads, look how far it is, page when it stops. */
public class ArchiveWorkflowImpl implements ArchiveWorkflow {
  private final ArchiveEntity entity;

  @WorkflowInit
  public ArchiveWorkflowImpl(ArchiveStart start) {
    entity = new ArchiveEntity(start);
  }

  @Override
  public void run(ArchiveStart start) {
    entity.learn();
    try {
      while (!entity.enough()) {
        entity.keepCopying();
        entity.await();
        entity.look();
        entity.show();
      }
    } finally {
      entity.stopCopying();
    }
    Workflow.continueAsNew(entity.carryOn());
  }

  @Override
  public @Nullable ArchiveState status() {
    return entity.state();
  }
}
