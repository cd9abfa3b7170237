package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Object lock: what a backup needs can't be removed for a number of days, by nobody. The bucket's
 * default rule chooses the mode; COMPLIANCE without one.
 */
final class S3Lock {
  // What is written again (a partial segment, the state) is not: each version would stay.
  private static final Pattern KEPT =
      Pattern.compile("[^/]+/base/.+|[^/]+/wal/([0-9A-F]{8}/[0-9A-F]{24}|[0-9A-F]{8}\\.history)");

  private final S3Client client;
  private final String bucket;
  private final int days;
  private @Nullable ObjectLockMode mode;

  S3Lock(S3Client client, String bucket, int days) {
    this.client = client;
    this.bucket = bucket;
    this.days = days;
  }

  static boolean applies(String name) {
    return KEPT.matcher(name).matches();
  }

  boolean wanted() {
    return days > 0;
  }

  /** Adds the lock if this object is to have one. */
  void addTo(PutObjectRequest.Builder request, String name, byte[] content) {
    if (!wanted()) {
      return;
    }
    // Older stores want this one for every object of a bucket that has a rule of its own.
    request.contentMD5(Checksums.md5(content));
    if (applies(name)) {
      request
          .objectLockMode(mode())
          .objectLockRetainUntilDate(Instant.now().plus(Duration.ofDays(days)));
    }
  }

  /**
   * The mode of this bucket.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when it can't lock:
   *     storing unlocked what was to be locked would be found out too late
   */
  synchronized ObjectLockMode mode() {
    ObjectLockMode known = mode;
    if (known == null) {
      known = asked();
      mode = known;
    }
    return known;
  }

  private ObjectLockMode asked() {
    try {
      ObjectLockConfiguration found =
          client.getObjectLockConfiguration(ask -> ask.bucket(bucket)).objectLockConfiguration();
      if (found != null && found.objectLockEnabled() != null) {
        boolean ruled = found.rule() != null && found.rule().defaultRetention() != null;
        return ruled
            ? ObjectLockMode.fromValue(found.rule().defaultRetention().modeAsString())
            : ObjectLockMode.COMPLIANCE;
      }
    } catch (S3Exception e) {
      if (e.statusCode() != 404 || e.awsErrorDetails().errorCode().equals("NoSuchBucket")) {
        throw e;
      }
    }
    throw Failures.of(
        FailureTypes.INVALID_REQUEST,
        "lockDays is "
            + days
            + ", but bucket "
            + bucket
            + " has no object lock; make one that has it, or set lockDays to 0");
  }
}
