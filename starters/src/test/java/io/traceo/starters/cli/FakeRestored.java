package io.traceo.starters.cli;

import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.restore.RestoreStatus;
import io.traceo.workflows.restore.RestoredServersRequest;
import io.traceo.workflows.restore.RestoredServersResult;
import io.traceo.workflows.restore.RestoredServersWorkflow;
import java.util.List;

/** A kept server, one that is a member and one that is not finished; the first can be removed. */
public final class FakeRestored implements RestoredServersWorkflow {
  static final String KEPT = "restore-20261125T040000-1f2e3d";
  static final String MEMBER = "restore-20261124T040000-aaaaaa";

  private static KeptServer server(String id, boolean open, boolean member) {
    return new KeptServer(
        id,
        FakeBackups.ID,
        open ? Long.valueOf(0x3_5A00_0028L) : null,
        open ? Long.valueOf(FakeBackups.TAKEN) : null,
        open,
        open,
        "127.84.3.1:15433",
        member);
  }

  @Override
  public RestoredServersResult run(RestoredServersRequest request) {
    List<KeptServer> all =
        List.of(
            server(MEMBER, true, true),
            server(KEPT, true, false),
            server("test-20261123T040000-bbbbbb", false, false));
    String region = request.region() == null ? "us-west-2" : request.region();
    String remove = request.remove();
    if (remove == null) {
      boolean cold = region.equals("us-west-2");
      return new RestoredServersResult("LISTED", null, region, cold ? all : List.of(), List.of());
    }
    if (remove.equals(MEMBER)) {
      return result("REFUSED", remove + " is the member of us-west-2 now", all);
    }
    if (request.dryRun()) {
      return result("PLANNED", remove + " would be ended and its files removed", all);
    }
    return result("DONE", null, all.stream().filter(s -> !s.restoreId().equals(remove)).toList());
  }

  private static RestoredServersResult result(
      String outcome, String reason, List<KeptServer> servers) {
    return new RestoredServersResult(outcome, reason, "us-west-2", servers, List.of());
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus("look", "na", 0, null, null, List.of(), List.of());
  }
}
