package io.traceo.activities.backup.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Removes an object with all its versions. In a bucket with versions, as each with object lock is,
 * a plain delete only hides it: nothing is freed, and nothing says that it was locked.
 */
final class S3Removal {
  private static final int BATCH = 1000;

  private final S3Client client;
  private final String bucket;

  S3Removal(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /**
   * @param found the object, as it is now
   * @return false when it is locked
   */
  boolean remove(String name, HeadObjectResponse found) {
    if (locked(found)) {
      return false;
    }
    if (found.versionId() == null || found.versionId().equals("null")) {
      client.deleteObject(ask -> ask.bucket(bucket).key(name));
      return true;
    }
    List<ObjectIdentifier> versions = versions(name);
    boolean all = true;
    for (int from = 0; from < versions.size(); from += BATCH) {
      List<ObjectIdentifier> batch =
          versions.subList(from, Math.min(versions.size(), from + BATCH));
      List<S3Error> errors =
          client
              .deleteObjects(ask -> ask.bucket(bucket).delete(d -> d.objects(batch).quiet(true)))
              .errors();
      // An older version may be locked although the newest is not.
      all &= errors.isEmpty();
    }
    return all;
  }

  private static boolean locked(HeadObjectResponse found) {
    Optional<Instant> until = Optional.ofNullable(found.objectLockRetainUntilDate());
    return found.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON
        || until.filter(date -> date.isAfter(Instant.now())).isPresent();
  }

  private List<ObjectIdentifier> versions(String name) {
    return client.listObjectVersionsPaginator(ask -> ask.bucket(bucket).prefix(name)).stream()
        .flatMap(
            page ->
                Stream.concat(
                    page.versions().stream()
                        .filter(version -> version.key().equals(name))
                        .map(version -> identifier(name, version.versionId())),
                    page.deleteMarkers().stream()
                        .filter(marker -> marker.key().equals(name))
                        .map(marker -> identifier(name, marker.versionId()))))
        .toList();
  }

  private static ObjectIdentifier identifier(String name, String version) {
    return ObjectIdentifier.builder().key(name).versionId(version).build();
  }
}
