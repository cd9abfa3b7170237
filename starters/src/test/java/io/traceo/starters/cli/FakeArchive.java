package io.traceo.starters.cli;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.restore.ArchiveState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An archive that runs, and has the trouble that a test gives it. */
public final class FakeArchive implements PlayedArchive {
  static volatile String problem = "";

  @Override
  public void run(Map<String, Object> request) {
    Workflow.await(() -> false);
  }

  @Override
  public @Nullable ArchiveState status() {
    return FakeBackups.archive(problem);
  }
}
