package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.store.S3Clients.Patience;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket as a store. Needs conditional writes ({@code If-None-Match}); object lock where {@code
 * lockDays} is set. Where the bucket keeps versions, a lifecycle rule should end the older ones:
 * the archive's state is written again and again.
 */
final class S3Store implements BackupStore {
  private static final String BYTES = "application/octet-stream";
  private static final int CONFLICTS = 5;

  private final String bucket;
  private final @Nullable String endpoint;
  private final S3Client client;
  private final S3Lock lock;

  private S3Store(StoreAccess access, Patience patience) {
    this.bucket = access.location();
    this.endpoint = access.endpoint();
    this.client = S3Clients.of(access, patience);
    this.lock = new S3Lock(client, bucket, access.lockDays());
  }

  static S3Store open(StoreAccess access, Patience patience) {
    return new S3Store(access, patience);
  }

  @Override
  public void put(String name, byte[] content) {
    guarded("store", name, () -> client.putObject(request(name, content).build(), body(content)));
  }

  @Override
  public boolean putNew(String name, byte[] content) {
    return guarded("store", name, () -> putNew(name, content, CONFLICTS));
  }

  private boolean putNew(String name, byte[] content, int attempts) {
    try {
      client.putObject(request(name, content).ifNoneMatch("*").build(), body(content));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 412) {
        return false;
      }
      // Another writer is at the same name: it may fail, so the question is asked again.
      if (e.statusCode() == 409 && attempts > 1) {
        return putNew(name, content, attempts - 1);
      }
      throw e;
    }
  }

  private PutObjectRequest.Builder request(String name, byte[] content) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(ObjectNames.checked(name))
            .checksumCRC32(Checksums.crc32(content));
    lock.addTo(request, name, content);
    return request;
  }

  private static RequestBody body(byte[] content) {
    // The other ways to make one copy the bytes.
    return RequestBody.fromContentProvider(
        ContentStreamProvider.fromByteArrayUnsafe(content), content.length, BYTES);
  }

  @Override
  public Optional<byte[]> get(String name) {
    ObjectNames.checked(name);
    return guarded(
        "read",
        name,
        () -> {
          try {
            byte[] read = client.getObject(ask -> ask.bucket(bucket).key(name), S3Store::whole);
            if (read == null) {
              throw Failures.of(
                  FailureTypes.CORRUPT,
                  name + " in " + describe() + " is larger than any object of a backup");
            }
            return Optional.of(read);
          } catch (NoSuchKeyException e) {
            return Optional.<byte[]>empty();
          }
        });
  }

  /** Null when there is more than there may be. */
  private static byte @Nullable [] whole(GetObjectResponse answer, InputStream content)
      throws IOException {
    Long length = answer.contentLength();
    if (length == null || length > MAX_BYTES) {
      return null;
    }
    // Into one array of the right size: what grows as it reads would copy everything.
    byte[] read = new byte[(int) (long) length];
    if (content.readNBytes(read, 0, read.length) < read.length) {
      throw new EOFException("the answer ended early");
    }
    return read;
  }

  @Override
  public Optional<StoredObject> stat(String name) {
    return head("look at", name)
        .map(found -> new StoredObject(name, found.contentLength(), millis(found.lastModified())));
  }

  private Optional<HeadObjectResponse> head(String doing, String name) {
    ObjectNames.checked(name);
    return guarded(
        doing,
        name,
        () -> {
          try {
            return Optional.of(client.headObject(ask -> ask.bucket(bucket).key(name)));
          } catch (NoSuchKeyException e) {
            // This answer has no text that would tell a missing bucket from a missing object.
            client.listObjectsV2(ask -> ask.bucket(bucket).prefix(name).maxKeys(1));
            return Optional.<HeadObjectResponse>empty();
          }
        });
  }

  @Override
  public List<StoredObject> list(String prefix) {
    ObjectNames.checkedPrefix(prefix);
    return guarded(
        "list",
        prefix,
        () ->
            client.listObjectsV2Paginator(ask -> ask.bucket(bucket).prefix(prefix)).stream()
                .flatMap(page -> page.contents().stream())
                .map(
                    found ->
                        new StoredObject(found.key(), found.size(), millis(found.lastModified())))
                .toList());
  }

  @Override
  public boolean delete(String name) {
    Optional<HeadObjectResponse> found = head("remove", name);
    return found.isEmpty()
        || guarded("remove", name, () -> new S3Removal(client, bucket).remove(name, found.get()));
  }

  @Override
  public String describe() {
    return "bucket " + bucket + (endpoint == null ? "" : " at " + endpoint);
  }

  @Override
  public void probe() {
    if (lock.wanted()) {
      guarded("ask the lock of", "the bucket", lock::mode);
    }
    StoreProbe.run(this);
  }

  @Override
  public void close() {
    client.close();
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }

  private <T> T guarded(String doing, String name, Supplier<T> work) {
    try {
      return work.get();
    } catch (SdkException | IllegalArgumentException | UncheckedIOException e) {
      throw S3Failures.of(describe() + ": can't " + doing + " " + name, e);
    }
  }
}
