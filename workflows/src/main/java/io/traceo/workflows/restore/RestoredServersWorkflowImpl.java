package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.OperationPage;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.topology.Region;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks first; removes only what stands there, is no member and is not just being restored. */
public class RestoredServersWorkflowImpl implements RestoredServersWorkflow {
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final RestoredServersRequest request;
  private final Journal journal = new Journal();
  private final OperationPage page;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private String phase = "look";
  private BackupPlace place;
  private List<KeptServer> servers = List.of();
  private boolean touched;

  @WorkflowInit
  public RestoredServersWorkflowImpl(RestoredServersRequest request) {
    this.request = request;
    page = new OperationPage("Restored servers", String.valueOf(request.group()));
    place = new BackupPlace(request.region() == null ? "" : request.region());
  }

  @Override
  public RestoredServersResult run(RestoredServersRequest start) {
    try {
      look();
      String id = request.remove();
      if (id == null) {
        return end("LISTED", null);
      }
      KeptServer found =
          servers.stream().filter(s -> s.restoreId().equals(id)).findFirst().orElse(null);
      if (found == null) {
        return end("ALREADY", id + " does not stand in " + place.place());
      }
      String against = against(found);
      if (against != null) {
        return end("REFUSED", against);
      }
      if (request.dryRun()) {
        return end("PLANNED", id + " would be ended and its files removed");
      }
      remove(id);
      return end("DONE", null);
    } catch (TemporalFailure e) {
      return end(touched ? "FAILED" : "REFUSED", place.trouble(e));
    }
  }

  private void look() {
    RunMemo.tell(request.startedBy(), request.reason());
    Refusals.unlessEmpty(request.problems());
    Definition definition =
        BackupPlace.group("which region keeps the backups?")
            .define(new DefinitionRequest(request.group()));
    page.describe(definition);
    List<String> known = definition.regions().stream().map(Region::id).toList();
    if (request.region() == null) {
      place = new BackupPlace(definition.group().cold());
    } else if (!known.contains(request.region())) {
      throw Refusals.refused(
          "region " + request.region() + " is not in the topology; regions: " + known);
    }
    enter("look");
    servers =
        place
            .look("which restored servers stand in " + place.place() + "?")
            .kept(new BackupQuery(request.group()))
            .servers();
  }

  /** Why this one stays; null when nothing is against it. */
  private @Nullable String against(KeptServer server) {
    if (server.member()) {
      return server.restoreId()
          + " is the member of "
          + place.place()
          + " now: it took over, and is no longer beside the group";
    }
    if (server.open()) {
      return null;
    }
    for (String run :
        List.of(WorkflowIds.restore(request.group()), WorkflowIds.restoreTest(request.group()))) {
      if (BackupPlace.group("is " + run + " under way?")
          .describeRun(new RunQuery(run, null, true))
          .open()) {
        return server.restoreId()
            + " is not finished, and "
            + run
            + " is under way, which may be at work on it: wait for its end, or cancel it; it throws"
            + " away what it made";
      }
    }
    return null;
  }

  private void remove(String id) {
    enter("remove");
    touched = true;
    Receipt done =
        place
            .work("end " + id + " and remove its files", WITHIN)
            .discard(new RestoredServer(request.group(), place.place(), id));
    journal.note(
        id
            + ": "
            + done.detail()
            + (request.startedBy() == null ? "" : ", by " + request.startedBy())
            + (request.reason() == null ? "" : ": " + request.reason()));
    servers = servers.stream().filter(s -> !s.restoreId().equals(id)).toList();
  }

  private RestoredServersResult end(String outcome, @Nullable String reason) {
    if (reason != null) {
      journal.note(outcome + ": " + reason);
    }
    enter(outcome);
    return new RestoredServersResult(outcome, reason, place.place(), servers, journal.lines());
  }

  private void enter(String next) {
    phase = next;
    page.show(next, journal.lines(), List.of());
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus(
        phase,
        String.valueOf(request.group()),
        startedAtMillis,
        null,
        null,
        List.of(),
        journal.lines());
  }
}
