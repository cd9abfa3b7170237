package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.place.SecretRef;
import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Backups of a living leader, restored to exact moments, and what the restored server can't do. */
@Tag("long")
class NativeBackupIT {
  private static final String GROUP = ThreeMembers.GROUP;
  private static final String LEADER = ThreeMembers.REGIONS.get(0);
  private static final String ADDRESS = "127.91.0.99";

  @Test
  void whatIsRestoredIsExactAndIsolated() throws Exception {
    try (BackupLab lab = new BackupLab(91, ADDRESS)) {
      var archiving = lab.archive(LEADER, 1);
      hostile(lab);
      assertThat(lab.service.outlook(new BackupQuery(GROUP)).refusals()).isEmpty();
      BackupManifest backup = lab.service.take(new TakeRequest(GROUP, "b1", LEADER));
      assertThat(lab.service.take(new TakeRequest(GROUP, "b1", LEADER))).isEqualTo(backup);
      Map<Long, Long> moments = lab.commits(LEADER, 1, 30);
      lab.awaitArchive(LEADER);

      List<Long> some = new ArrayList<>(moments.keySet());
      Collections.shuffle(some, new Random(5));
      for (long last : some.subList(0, 5)) {
        String id = "to-" + last;
        RestoreTarget target = BackupLab.at(moments.get(last));
        Replayed replayed = lab.restore(id, target);
        assertThat(lab.service.replay(new ReplayRequest(lab.server(id), "b1", target)))
            .isEqualTo(replayed);
        lab.requireUpTo(id, last, LEADER);
        assertThat(lab.service.discard(lab.server(id)).outcome()).isEqualTo("DONE");
        assertThat(lab.service.discard(lab.server(id)).outcome()).isEqualTo("ALREADY");
      }

      long end = lab.awaitArchive(LEADER).position();
      Replayed newest = lab.restore("latest", RestoreTarget.LATEST);
      assertThat(newest.position()).isGreaterThanOrEqualTo(end);
      lab.requireUpTo("latest", 30, LEADER);
      Steps.assertFails(
          "Conflict", () -> lab.service.fetch(new FetchRequest(lab.server("latest"), "another")));
      isolated(lab);
      List<String> before = objects(lab);
      Receipt opened = lab.service.open(lab.server("latest"));
      assertThat(opened.outcome()).isEqualTo("DONE");
      assertThat(opened.detail())
          .contains("psql \"host=")
          .contains("sslkey=")
          .contains("traceo restored remove na latest");
      assertThat(lab.service.open(lab.server("latest")))
          .as("a worker that died before it told how to log in")
          .isEqualTo(Receipt.already(opened.detail()));
      lab.requireTrue("latest", "SELECT NOT pg_is_in_recovery()", null);
      isolated(lab);
      assertThat(objects(lab)).containsAll(before).noneMatch(o -> o.contains("/00000002/"));

      // A leader that dies: what it had sent is in the store, and that is said.
      lab.group.server(LEADER).kill();
      ArchiveState left = archiving.join();
      assertThat(left.problem()).isNotEmpty();
      assertThat(left.position()).isGreaterThanOrEqualTo(end);
    }
  }

  /** Settings in the base that would tie a restored server to production, were they in force. */
  private static void hostile(BackupLab lab) throws Exception {
    String conninfo =
        lab.group
            .config(BackupLab.COLD, "")
            .groups()
            .get(GROUP)
            .databases()
            .get(LEADER)
            .endpoint()
            .host();
    try (Connection leader = lab.group.operator(LEADER)) {
      Steps.run(
          leader,
          "ALTER SYSTEM SET primary_conninfo = 'host=" + conninfo + " application_name=us-west-2'",
          "ALTER SYSTEM SET archive_command = 'false'");
    }
  }

  private static List<String> objects(BackupLab lab) throws IOException {
    Path store = lab.folder.resolve("store");
    try (Stream<Path> all = Files.walk(store.resolve("na/wal"))) {
      return all.map(Path::toString).toList();
    }
  }

  /** Streams from nobody, is in no set, and opens to nobody but its own certificate. */
  private static void isolated(BackupLab lab) throws Exception {
    lab.requireTrue(
        "latest",
        "SELECT current_setting('primary_conninfo') = ''"
            + " AND current_setting('synchronous_standby_names') = ''"
            + " AND current_setting('archive_mode') = 'off'"
            + " AND current_setting('cluster_name') = 'restored-na'"
            + " AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver)",
        null);
    try (Connection leader = lab.group.operator(LEADER)) {
      assertThat(
              Steps.number(
                  leader,
                  "SELECT count(*) FROM pg_stat_replication WHERE application_name"
                      + " NOT IN ('us-west-2', 'us-west-1', 'traceo-archive')"))
          .isZero();
      assertThat(
              Steps.number(
                  leader,
                  "SELECT count(*) FROM pg_stat_replication"
                      + " WHERE application_name = 'traceo-archive' AND sync_state = 'async'"))
          .isEqualTo(1);
    }
    var member = lab.group.config("control", "").groups().get(GROUP).databases().get(LEADER);
    String password = SecretRef.resolve(member.passwordRef());
    for (String user : List.of(member.user(), "traceo_app", "traceo_replicator")) {
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                      "jdbc:postgresql://" + ADDRESS + ":15433/traceo", user, password))
          .hasMessageMatching("(?s).*(client certificate|no pg_hba.conf entry).*");
    }
  }
}
