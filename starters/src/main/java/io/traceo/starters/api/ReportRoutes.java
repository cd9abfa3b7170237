package io.traceo.starters.api;

import io.traceo.activities.evidence.InvalidReportIdException;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.starters.api.ProblemException.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports, as the folder keeps them. */
record ReportRoutes(ReportStore store) {

  ReportRoutes(Path folder) {
    this(new ReportStore(folder));
  }

  List<Endpoint> all() {
    Set<Role> viewer = Set.of(Role.VIEWER);
    return List.of(
        Endpoint.read("/v1/reports", viewer, this::list),
        Endpoint.read("/v1/reports/{id}", viewer, this::show));
  }

  private Answer list(Call call) {
    List<String> unreadable = new ArrayList<>();
    try {
      List<Row> rows = store.list(unreadable).stream().map(Row::of).toList();
      return Answer.ok(Map.of("reports", rows, "unreadable", unreadable.size()));
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private Answer show(Call call) {
    String id = call.parameter("id");
    try {
      return Answer.ok(store.load(id, new ArrayList<>()).content());
    } catch (NoSuchFileException | InvalidReportIdException e) {
      throw ProblemException.of(
          Kind.NOT_FOUND, "no report \"" + id + "\"; GET /v1/reports lists all");
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static ProblemException unreadable() {
    return ProblemException.later(Kind.UNAVAILABLE, "the folder of reports can't be read", 60);
  }

  /** One of the list. */
  record Row(
      String id,
      String group,
      String what,
      String startedAt,
      String verdict,
      @Nullable String reason) {
    static Row of(KeptReport report) {
      return new Row(
          report.reportId(),
          report.group(),
          report.what(),
          report.startedAt(),
          report.content().verdict(),
          report.content().reason());
    }
  }
}
