package io.traceo.activities.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.traceo.activities.place.PlaceConfig.StoreAccess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/** A bucket as a store, on a server that speaks S3. */
class S3StoreTest extends StoreContract {
  private static final String PIECE = "na/base/b1/t1/00001";
  private static Optional<Moto> moto = Optional.empty();

  private String bucket;
  private BackupStore store;
  private S3Client client;

  @BeforeAll
  static void start() {
    moto = Moto.start();
  }

  @AfterAll
  static void end() throws IOException {
    if (moto.isPresent()) {
      moto.get().close();
    }
  }

  @BeforeEach
  void open() {
    assumeTrue(moto.isPresent(), "moto is not there: lab/counterparts moto");
    bucket = server().bucket(false);
    store = BackupStore.open(server().access(bucket, 0));
    client = server().client();
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
      client.close();
    }
  }

  private static Moto server() {
    return moto.orElseThrow();
  }

  @Override
  BackupStore store() {
    return store;
  }

  @Test
  void listsMoreThanOnePage() {
    List<String> names =
        IntStream.range(0, 1005).mapToObj(n -> String.format("na/wal/%05d", n)).toList();
    names.parallelStream().forEach(name -> store.put(name, bytes("x")));
    assertThat(store.list("na/wal/")).extracting(StoredObject::name).isEqualTo(names);
  }

  @Test
  void aLockedObjectStays() {
    String locking = server().bucket(true);
    try (BackupStore locked = BackupStore.open(server().access(locking, 30))) {
      assertThat(locked.putNew(PIECE, bytes("piece"))).isTrue();
      locked.put("na/wal/state.json", bytes("state"));
      locked.put("na/wal/00000001/000000010000000000000007.partial", bytes("part"));

      assertThat(locked.delete(PIECE)).isFalse();
      assertThat(locked.get(PIECE)).contains(bytes("piece"));
      HeadObjectResponse head = client.headObject(ask -> ask.bucket(locking).key(PIECE));
      assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
      assertThat(head.objectLockRetainUntilDate())
          .isBetween(
              Instant.now().plus(Duration.ofDays(30)).minusSeconds(60),
              Instant.now().plus(Duration.ofDays(30)).plusSeconds(60));

      assertThat(locked.delete("na/wal/state.json")).isTrue();
      assertThat(locked.delete("na/wal/00000001/000000010000000000000007.partial")).isTrue();
      locked.probe();
    }
  }

  @Test
  void theBucketsOwnRuleChoosesTheMode() {
    String locking = server().governedBucket();
    try (BackupStore locked = BackupStore.open(server().access(locking, 30))) {
      locked.put(PIECE, bytes("piece"));
      HeadObjectResponse head = client.headObject(ask -> ask.bucket(locking).key(PIECE));
      assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
      assertThat(head.objectLockRetainUntilDate()).isAfter(Instant.now().plus(Duration.ofDays(29)));
      // What Traceo does not lock has to get past the rule too.
      locked.put("na/wal/state.json", bytes("state"));
      assertThat(locked.putNew("na/wal/other", bytes("other"))).isTrue();
    }
  }

  @Test
  void aBucketThatCantLockIsRefusedBeforeAnythingIsStored() {
    try (BackupStore unlocked = BackupStore.open(server().access(bucket, 30))) {
      assertFails("InvalidRequest", "has no object lock", unlocked::probe);
      assertFails(
          "InvalidRequest", "has no object lock", () -> unlocked.put(PIECE, bytes("piece")));
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  void olderVersionsGoToo() {
    client.putBucketVersioning(
        ask ->
            ask.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    store.put("na/wal/state.json", bytes("one"));
    store.put("na/wal/state.json", bytes("two"));
    store.put("na/wal/state.json.old", bytes("another"));

    assertThat(store.delete("na/wal/state.json")).isTrue();
    assertThat(client.listObjectVersions(ask -> ask.bucket(bucket)).versions())
        .extracting(version -> version.key())
        .containsExactly("na/wal/state.json.old");
    assertThat(client.listObjectVersions(ask -> ask.bucket(bucket)).deleteMarkers()).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsSaid() {
    try (BackupStore gone = BackupStore.open(server().access("no-such-bucket", 0))) {
      assertFails("InvalidRequest", "the bucket is not there", gone::probe);
      assertFails("InvalidRequest", "the bucket is not there", () -> gone.get(PIECE));
      assertFails("InvalidRequest", "the bucket is not there", () -> gone.stat(PIECE));
      assertFails("InvalidRequest", "the bucket is not there", () -> gone.list("na/"));
      assertFails("InvalidRequest", "the bucket is not there", () -> gone.delete(PIECE));
    }
  }

  @Test
  void refusedCredentialsAreFinal() {
    server().checkCredentialsAfter(0);
    try {
      assertFails("Forbidden", "accessKeyRef", () -> store.put(PIECE, bytes("x")));
      assertFails("Forbidden", "accessKeyRef", () -> store.get(PIECE));
      assertFails("Forbidden", "accessKeyRef", () -> store.delete(PIECE));
    } finally {
      server().checkCredentialsAfter(1_000_000);
    }
  }

  @Test
  void aSecretThatIsNotThereIsSaidByItsReference() {
    StoreAccess access =
        new StoreAccess(
            "s3", bucket, server().endpoint(), "us-east-1", "file:/no/such/key", "env:NO_SUCH", 0);
    try (BackupStore keyless = BackupStore.open(access)) {
      assertFails("InvalidRequest", "file:/no/such/key", () -> keyless.get(PIECE));
    }
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    store.put("na/large", new byte[BackupStore.MAX_BYTES + 1]);
    assertFails("Corrupt", "larger than any", () -> store.get("na/large"));
  }

  @Test
  void saysWhichStoreWithoutSecrets() {
    assertThat(store.describe()).isEqualTo("bucket " + bucket + " at " + server().endpoint());
  }
}
