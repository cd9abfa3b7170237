package io.traceo.starters.schedules;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of one namespace. Every call but a trigger is safe to repeat: it names the id, and
 * a change names the version that was read, which the SDK's own client leaves out: what somebody
 * else changed in between, a pause for example, is never overwritten.
 */
public final class ScheduleBook {
  private static final int PAGE = 200;
  private static final String CHANGED_MEANWHILE =
      "somebody else changed it just now; look again with traceo schedules apply --dry-run";

  private final WorkflowClient client;
  private final String namespace;

  public ScheduleBook(WorkflowClient client) {
    this.client = client;
    this.namespace = client.getOptions().getNamespace();
  }

  /** Where its schedules and their runs are. */
  public String namespace() {
    return namespace;
  }

  /** Whether the server has this namespace and keeps schedules in it. */
  public boolean there() {
    try {
      var unused = page(ByteString.EMPTY);
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw trouble("its schedules can't be read", e);
    }
  }

  /** As it is now. */
  public Optional<KeptSchedule> find(String id) {
    try {
      return Optional.of(
          new KeptSchedule(
              id,
              stub()
                  .describeSchedule(
                      DescribeScheduleRequest.newBuilder()
                          .setNamespace(namespace)
                          .setScheduleId(id)
                          .build())));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw trouble("schedule " + id + " can't be read", e);
    }
  }

  /**
   * Ids of the runs that the schedule has under way; none where there is no such schedule, or no
   * way to know.
   */
  public List<String> running(String id) {
    try {
      return find(id).stream()
          .flatMap(k -> k.described().getInfo().getRunningWorkflowsList().stream())
          .map(WorkflowExecution::getWorkflowId)
          .toList();
    } catch (ScheduleTrouble e) {
      return List.of();
    }
  }

  /** Ids of those that were made from runbooks. One of the last seconds may be missing. */
  public List<String> made() {
    return asked(
        "its schedules can't be read",
        () -> {
          List<String> ids = new ArrayList<>();
          ByteString next = ByteString.EMPTY;
          do {
            ListSchedulesResponse page = page(next);
            page.getSchedulesList().stream()
                .filter(s -> s.getMemo().containsFields(KeptSchedule.MARK))
                .map(ScheduleListEntry::getScheduleId)
                .forEach(ids::add);
            next = page.getNextPageToken();
          } while (!next.isEmpty());
          return ids;
        });
  }

  public void create(PlannedSchedule planned) {
    var unused =
        asked(
            "schedule " + planned.id() + " was not created",
            () ->
                stub()
                    .createSchedule(
                        CreateScheduleRequest.newBuilder()
                            .setNamespace(namespace)
                            .setScheduleId(planned.id())
                            .setSchedule(ScheduleProtos.of(planned))
                            .setMemo(
                                Memo.newBuilder()
                                    .putFields(
                                        KeptSchedule.MARK,
                                        ScheduleProtos.payload(planned.operation().runbook())))
                            .setIdentity(identity())
                            .setRequestId(request())
                            .build()));
  }

  /** When, what and how; whether it is paused, by whom and why, stays. */
  public void change(KeptSchedule kept, PlannedSchedule planned) {
    String what = "schedule " + kept.id() + " was not changed";
    Schedule next =
        ScheduleProtos.of(planned).toBuilder().setState(kept.schedule().getState()).build();
    var unused =
        asked(
            what,
            () ->
                stub()
                    .updateSchedule(
                        UpdateScheduleRequest.newBuilder()
                            .setNamespace(namespace)
                            .setScheduleId(kept.id())
                            .setSchedule(next)
                            .setConflictToken(kept.described().getConflictToken())
                            .setIdentity(identity())
                            .setRequestId(request())
                            .build()));
    // The server says yes to a change of an older version, and leaves it out.
    boolean done =
        find(kept.id())
            .filter(k -> ScheduleFields.of(k.schedule()).equals(ScheduleFields.of(next)))
            .isPresent();
    if (!done) {
      throw trouble(what, CHANGED_MEANWHILE, null);
    }
  }

  /** Runs that it has started go on. One that is gone already is no error. */
  public void remove(KeptSchedule kept) {
    if (find(kept.id()).filter(KeptSchedule::ours).isEmpty()) {
      return;
    }
    var unused =
        asked(
            "schedule " + kept.id() + " was not removed",
            () ->
                stub()
                    .deleteSchedule(
                        DeleteScheduleRequest.newBuilder()
                            .setNamespace(namespace)
                            .setScheduleId(kept.id())
                            .setIdentity(identity())
                            .build()));
  }

  /** Its next runs are not started; one that runs goes on. */
  public void pause(String id, String note) {
    patch(id, "paused", SchedulePatch.newBuilder().setPause(note));
  }

  public void resume(String id, String note) {
    patch(id, "resumed", SchedulePatch.newBuilder().setUnpause(note));
  }

  /** Starts a run now, unless one runs. Repeated once that one has ended it starts another. */
  public void trigger(String id) {
    patch(
        id,
        "triggered",
        SchedulePatch.newBuilder()
            .setTriggerImmediately(TriggerImmediatelyRequest.getDefaultInstance()));
  }

  /** For questions about its runs. */
  public WorkflowClient client() {
    return client;
  }

  private void patch(String id, String done, SchedulePatch.Builder patch) {
    var unused =
        asked(
            "schedule " + id + " was not " + done,
            () ->
                stub()
                    .patchSchedule(
                        PatchScheduleRequest.newBuilder()
                            .setNamespace(namespace)
                            .setScheduleId(id)
                            .setPatch(patch)
                            .setIdentity(identity())
                            .setRequestId(request())
                            .build()));
  }

  private ListSchedulesResponse page(ByteString from) {
    return stub()
        .listSchedules(
            ListSchedulesRequest.newBuilder()
                .setNamespace(namespace)
                .setMaximumPageSize(PAGE)
                .setNextPageToken(from)
                .build());
  }

  private WorkflowServiceBlockingStub stub() {
    return client.getWorkflowServiceStubs().blockingStub();
  }

  private String identity() {
    return client.getOptions().getIdentity();
  }

  private static String request() {
    return UUID.randomUUID().toString();
  }

  private <T> T asked(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException e) {
      throw trouble(what, e);
    }
  }

  private ScheduleTrouble trouble(String what, StatusRuntimeException e) {
    String said = e.getStatus().getDescription();
    return trouble(
        what,
        switch (e.getStatus().getCode()) {
          case UNIMPLEMENTED ->
              "this Temporal server has no schedules, as the SDK's in-memory one; use a real one"
                  + " (for a lab: lab/counterparts temporal)";
          case ALREADY_EXISTS, FAILED_PRECONDITION -> CHANGED_MEANWHILE;
          case PERMISSION_DENIED, UNAUTHENTICATED ->
              "the server refused it (" + said + "); check what this user may do in the namespace";
          default ->
              e.getStatus().getCode()
                  + " "
                  + said
                  + "; check the server and start the command again: it goes on where it stopped";
        },
        e);
  }

  private ScheduleTrouble trouble(String what, String why, @Nullable Throwable cause) {
    return new ScheduleTrouble("namespace " + namespace + ": " + what + ": " + why, cause);
  }
}
