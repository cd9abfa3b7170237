package io.traceo.activities.backup.restored;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.activity.BackupActivities.RestoredCheck;
import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Every check of a restored server. Changes nothing in it. */
public final class RestoredChecks {
  private static final long STATEMENT_MILLIS = 600_000;
  private static final int ANSWER_SECONDS = 630;

  private final BackupPlace place;
  private final Progress progress;

  /** In this place. */
  public RestoredChecks(BackupPlace place, Progress progress) {
    this.place = place;
    this.progress = progress;
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#verify}. */
  public Verification verify(RestoredCheck request) {
    Restored restored = Restored.of(place, request.server());
    Replay.Note note = restored.standing();
    if (!restored.folder().runs()) {
      throw Failures.of(
          FailureTypes.CONFLICT, "the restored server in " + restored.folder().root() + " is down");
    }
    List<Check> checks = new ArrayList<>();
    try {
      List<String> databases;
      try (Connection session = restored.credential().open("postgres", ANSWER_SECONDS)) {
        checks.add(
            new PageVerdict(restored.credential(), restored.folder().data(), progress)
                .check(session));
        databases = databases(session);
      }
      AmCheck amcheck = new AmCheck(restored.credential(), progress);
      for (String database : databases) {
        checks.add(amcheck.check(database, STATEMENT_MILLIS));
      }
      String database = place.databases().values().iterator().next().database();
      try (Connection session = restored.credential().open(database, ANSWER_SECONDS)) {
        for (SqlCheck check : request.checks()) {
          progress.tell("check " + check.name());
          checks.add(answer(session, check));
        }
        checks.add(ledger(session, request, note));
      }
      return new Verification(checks);
    } catch (SQLException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "the restored server does not answer: " + e.getMessage(), e);
    } catch (IOException e) {
      throw RestoredServers.unusable(restored.folder(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "the checks were interrupted", e);
    }
  }

  private static List<String> databases(Connection session) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement =
            session.prepareStatement(
                "SELECT datname::text FROM pg_database WHERE datallowconn AND NOT datistemplate"
                    + " AND datname <> 'postgres' ORDER BY 1");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** One question: a row whose first column is true. It may read only, and not for ever. */
  private static Check answer(Connection session, SqlCheck check) throws SQLException {
    Sql.run(session, "BEGIN READ ONLY", "SET LOCAL statement_timeout = " + STATEMENT_MILLIS);
    try (PreparedStatement statement = session.prepareStatement(check.sql());
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return new Check(check.name(), false, "no row");
      }
      String found = row.getString(1);
      boolean ok = "t".equals(found) || "true".equals(found);
      return new Check(check.name(), ok && !row.next(), "first column: " + found);
    } catch (SQLException e) {
      return new Check(check.name(), false, String.valueOf(e.getMessage()));
    } finally {
      Sql.run(session, "ROLLBACK");
    }
  }

  private Check ledger(Connection session, RestoredCheck request, Replay.Note note)
      throws SQLException {
    String leader = request.leader();
    if (leader == null || !place.databases().containsKey(leader)) {
      return new Check("ledger rows", true, "skipped: there is no leader to compare with");
    }
    progress.tell("comparing the ledger's rows with " + leader);
    return new LedgerRows(session, new Member(leader, place.database(leader)))
        .check(note.replayed().lastCommitMillis());
  }
}
