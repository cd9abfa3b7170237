package io.traceo.activities.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.Moto;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.ResidencyRule;
import io.traceo.workflows.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that can't be used is said, with what to do and without a secret; nothing is changed. */
class BadStoresTest {
  private static final String SECRET = "a-secret-that-nobody-may-see";
  private static final List<String> NOWHERE_ELSE = List.of("us-east-1", "us-west-2");

  @TempDir Path folder;
  private Map<String, DatabaseMember> members = Map.of();

  @BeforeEach
  void secrets() throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(key(), Base64.getEncoder().encodeToString(new byte[32]));
    Files.createDirectory(folder.resolve("store"));
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String at = "127.0.0.1:" + port;
    refused(bucket("http://" + at), at, "no answer", "endpoint");
    // What failed first is told, not what its clearing away failed by.
    assertThat(outlook(service(bucket("http://" + at), NOWHERE_ELSE)))
        .anyMatch(r -> r.contains("can't store traceo-probe"));
  }

  @Test
  void somebodyListensAndNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String at = "127.0.0.1:" + silent.getLocalPort();
      refused(bucket("http://" + at), at, "no answer", "endpoint");
    }
  }

  @Test
  void theBucketIsNotThere() throws IOException {
    try (Moto moto = moto()) {
      refused(bucket(moto.endpoint()), "bucket backups at " + moto.endpoint(), "make it");
    }
  }

  @Test
  void theCredentialsAreWrong() throws IOException {
    try (Moto moto = moto()) {
      moto.checkCredentialsAfter(0);
      refused(bucket(moto.endpoint()), "bucket backups at " + moto.endpoint(), "accessKeyRef");
    }
  }

  @Test
  void aSecretIsNotThere() {
    StoreAccess keyless =
        new StoreAccess("s3", "backups", "http://127.0.0.1:9", null, "env:NO_SUCH", "env:NO", 0);
    refused(keyless, "env:NO_SUCH");
  }

  @Test
  void theFolderIsNotThere() {
    refused(directory("unmounted"), folder.resolve("unmounted").toString(), "mount its disk");
    assertThat(folder.resolve("unmounted")).doesNotExist();
  }

  @Test
  void theDiskHasNoRoomForAnotherBackup() {
    RegionKey key = RegionKey.of("k1", "file:" + key());
    try (BackupStore store = BackupStore.open(directory("store"))) {
      assertThat(new Manifests(store, key).write(taking(1L << 60, key))).isTrue();
    }
    assertThat(outlook(service(directory("store"), NOWHERE_ELSE)))
        .anyMatch(
            r ->
                r.contains(folder.resolve("store") + " has no space")
                    && r.contains("1152921504606.8 MB"));
  }

  @Test
  void theDataMayNotBeThere() {
    BackupService service = service(directory("store"), List.of("us-east-1"));
    String reason = "metrics of group na (US) may not be stored in us-west-2";
    assertThat(outlook(service)).contains(reason);
    assertThat(plan(service)).contains(reason);
    assertThatThrownBy(() -> service.take(new TakeRequest("na", "b1", "us-east-1")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("ResidencyViolation"));
    assertThat(folder.resolve("store").resolve("na")).doesNotExist();
  }

  @Test
  void nobodyLeads() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    members =
        Map.of(
            "us-east-1", member(port, "env:NO_SUCH"), "us-west-2", member(port, "file:" + key()));
    assertThat(outlook(service(directory("store"), NOWHERE_ELSE)))
        .contains("no leader is in reach from us-west-2")
        .anyMatch(r -> r.startsWith("us-east-1") && r.contains("env:NO_SUCH"))
        .anyMatch(r -> r.startsWith("us-west-2") && r.contains("127.0.0.1:" + port));
  }

  private static DatabaseMember member(int port, String passwordRef) {
    return new DatabaseMember(
        new Endpoint("127.0.0.1", port),
        "traceo",
        "operator",
        passwordRef,
        "observer",
        passwordRef,
        Map.of(),
        "",
        "",
        null);
  }

  private Path key() {
    return folder.resolve("key");
  }

  /** Both a backup's outlook and a restore's plan say so in one sentence. */
  private void refused(StoreAccess store, String... words) {
    BackupService service = service(store, NOWHERE_ELSE);
    CompletableFuture<List<String>> restore = CompletableFuture.supplyAsync(() -> plan(service));
    List<String> backup = outlook(service);
    for (List<String> refusals : List.of(backup, restore.join())) {
      assertThat(refusals).anySatisfy(r -> assertThat(r).contains(words));
      assertThat(refusals).noneMatch(r -> r.contains(SECRET));
    }
    assertThat(folder.resolve("scratch")).doesNotExist();
  }

  private static List<String> outlook(BackupService service) {
    return service.outlook(new BackupQuery("na")).refusals();
  }

  private static List<String> plan(BackupService service) {
    return service
        .planRestore(new RestoreQuery("na", "us-west-2", RestoreTarget.LATEST, null))
        .refusals();
  }

  private StoreAccess bucket(String endpoint) {
    String secret = "file:" + folder.resolve("secret");
    return new StoreAccess("s3", "backups", endpoint, null, secret, secret, 0);
  }

  private StoreAccess directory(String name) {
    return new StoreAccess("directory", folder.resolve(name).toString(), null, null, null, null, 0);
  }

  private static Moto moto() {
    Optional<Moto> found = Moto.start();
    Assumptions.assumeTrue(found.isPresent(), "moto is not there: lab/counterparts moto");
    return found.get();
  }

  /** The cold place's own. */
  private BackupService service(StoreAccess store, List<String> allowed) {
    BackupAccess access =
        new BackupAccess(
            "native",
            store,
            "k1",
            "file:" + key(),
            folder.resolve("spool").toString(),
            new ScratchAccess(
                "/usr/bin", folder.resolve("scratch").toString(), new Endpoint("127.0.0.1", 1)),
            null);
    GroupAccess group = new GroupAccess(members, null, Map.of(), Map.of(), access);
    return new BackupService(
        new PlaceConfig("us-west-2", "", "", Map.of("na", group), null, ""), topology(allowed));
  }

  private static Topology topology(List<String> allowed) {
    ResidencyRule rule = new ResidencyRule(Map.of("default", allowed));
    return new Topology(
        1,
        List.of(
            new Region("us-east-1", "", "US", null, rule),
            new Region("us-west-2", "", "US", null, rule)),
        List.of(
            new ReplicationGroup(
                "na",
                "us-east-1",
                List.of(),
                "us-west-2",
                RecoveryTier.COLD,
                null,
                0,
                List.of("metrics"),
                "zone.",
                "write.zone.",
                "read.zone.",
                null,
                List.of("control"),
                null,
                null,
                null,
                null)));
  }

  private static BackupManifest taking(long storedBytes, RegionKey key) {
    return new BackupManifest(
        BackupManifest.SCHEMA,
        "b1",
        "na",
        "7000",
        "us-east-1",
        "us-west-2",
        40,
        1000,
        1,
        storedBytes,
        storedBytes,
        key.id(),
        key.check(),
        List.of("PostgreSQL 18"),
        List.of(),
        1,
        2,
        "native");
  }
}
