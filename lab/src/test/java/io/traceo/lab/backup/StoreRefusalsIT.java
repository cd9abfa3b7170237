package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.backup.store.Moto;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.RestoreReport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when a run begins and its store can't be used: at once, and why. */
@Tag("long")
class StoreRefusalsIT {
  private static final String GROUP = BackupFlows.GROUP;
  private static final Map<String, Object> REQUEST = Map.of("group", GROUP);
  private static final String SECRET = "a-secret-that-nobody-may-see";

  @TempDir Path folder;

  @BeforeEach
  void secrets() throws Exception {
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
  }

  @Test
  void aStoreThatStaysSilentIsRefusedByBackupAndRestore() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String at = "127.0.0.1:" + silent.getLocalPort();
      try (BackupFlows flows = flows(bucket("http://" + at))) {
        BackupResult backup = backup(flows);
        assertThat(backup.outcome()).isEqualTo("REFUSED");
        assertThat(backup.reason()).contains(at, "no answer").doesNotContain(SECRET);
        RestoreReport restore = report(flows, "Restore", WorkflowIds.restore(GROUP));
        assertThat(restore.verdict()).isEqualTo("REFUSED");
        assertThat(restore.reason()).contains(at, "no answer").doesNotContain(SECRET);
        assertThat(restore.steps()).extracting(step -> step.name()).containsOnly("admit");
      }
    }
  }

  /** A restore test that can't reach its backups is no refusal: they can't be restored. */
  @Test
  void wrongCredentialsAreRefusedAndTurnARestoreTestRed() throws Exception {
    Optional<Moto> found = Moto.start();
    Assumptions.assumeTrue(found.isPresent(), "moto is not here: lab/counterparts moto");
    try (Moto moto = found.get();
        BackupFlows flows = flows(bucket(moto.endpoint()))) {
      moto.checkCredentialsAfter(0);
      BackupResult backup = backup(flows);
      assertThat(backup.outcome()).isEqualTo("REFUSED");
      assertThat(backup.reason()).contains("accessKeyRef").doesNotContain(SECRET);
      RestoreReport restore = report(flows, "Restore", WorkflowIds.restore(GROUP));
      assertThat(restore.verdict()).isEqualTo("REFUSED");
      assertThat(restore.reason()).contains("accessKeyRef").doesNotContain(SECRET);
      RestoreReport test = report(flows, "RestoreTest", WorkflowIds.restoreTest(GROUP));
      assertThat(test.verdict()).isEqualTo("RED");
      assertThat(test.reason()).contains("accessKeyRef").doesNotContain(SECRET);
      assertThat(folder.resolve("scratch")).doesNotExist();
    }
  }

  private static BackupResult backup(BackupFlows flows) throws Exception {
    return flows.run("Backup", WorkflowIds.backup(GROUP), REQUEST, BackupResult.class);
  }

  private static RestoreReport report(BackupFlows flows, String type, String id) throws Exception {
    return flows.run(type, id, REQUEST, RestoreReport.class);
  }

  private StoreAccess bucket(String endpoint) {
    String secret = "file:" + folder.resolve("secret");
    return new StoreAccess("s3", "backups", endpoint, null, secret, secret, 0);
  }

  private BackupFlows flows(StoreAccess store) throws Exception {
    BackupAccess access =
        new BackupAccess(
            "native",
            store,
            "k1",
            "file:" + folder.resolve("key"),
            folder.resolve("spool").toString(),
            new ScratchAccess(
                "/usr/bin", folder.resolve("scratch").toString(), new Endpoint("127.0.0.1", 1)),
            null);
    return new BackupFlows(folder, access, Map.of(), List.of());
  }
}
