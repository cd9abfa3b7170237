package io.traceo.activities.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a store's answers mean: the test server is more lenient than a real one. */
class S3FailuresTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, Forbidden, accessKeyRef",
    "403, SignatureDoesNotMatch, Forbidden, accessKeyRef",
    "403, InvalidAccessKeyId, Forbidden, accessKeyRef",
    "400, ExpiredToken, Forbidden, accessKeyRef",
    "401, , Forbidden, accessKeyRef",
    "403, RequestTimeTooSkewed, Forbidden, clock",
    "404, NoSuchBucket, InvalidRequest, the bucket is not there",
    "301, PermanentRedirect, InvalidRequest, another region",
    "400, AuthorizationHeaderMalformed, InvalidRequest, another region",
    "400, InvalidArgument, InvalidRequest, InvalidArgument",
    "507, XMinioStorageFull, NotReady, no space",
    "507, , NotReady, no space",
    "403, QuotaExceeded, NotReady, no space",
    "409, OperationAborted, Unreachable, 409",
    "429, TooManyRequests, Unreachable, 429",
    "503, SlowDown, Unreachable, SlowDown",
    "500, InternalError, Unreachable, 500",
    "400, RequestTimeout, Unreachable, RequestTimeout",
  })
  void anAnswerHasAType(int status, String code, String type, String words) {
    S3Exception answer =
        (S3Exception)
            S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    ApplicationFailure failure = S3Failures.of("bucket b: can't store x", answer);
    assertThat(failure.getType()).isEqualTo(type);
    assertThat(failure.getOriginalMessage()).startsWith("bucket b: can't store x").contains(words);
    assertThat(failure.isNonRetryable())
        .isEqualTo(type.equals("Forbidden") || type.equals("InvalidRequest"));
  }

  @Test
  void credentialsThatAreMissingAreFinal() {
    ApplicationFailure failure =
        S3Failures.of("x", SdkClientException.create("Unable to load credentials from any of"));
    assertThat(failure.getType()).isEqualTo("Forbidden");
  }

  @Test
  void nobodyAtTheEndpointIsTriedAgain() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path key = Files.writeString(folder.resolve("key"), "testing");
    StoreAccess access =
        new StoreAccess(
            "s3", "b", "http://127.0.0.1:" + port, null, "file:" + key, "file:" + key, 0);
    try (BackupStore store = BackupStore.open(access)) {
      assertThatThrownBy(() -> store.get("na/x"))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              e -> {
                assertThat(e.getType()).isEqualTo("Unreachable");
                assertThat(e.isNonRetryable()).isFalse();
                assertThat(e.getOriginalMessage()).contains("127.0.0.1:" + port);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "http://", "http://user:word@127.0.0.1", "http://a b"})
  void anEndpointThatIsNoneIsRefusedAndNotShown(String endpoint) {
    StoreAccess access = new StoreAccess("s3", "b", endpoint, null, null, null, 0);
    assertThatThrownBy(() -> BackupStore.open(access))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo("InvalidRequest");
              assertThat(e.getOriginalMessage()).contains("is no URL").doesNotContain("word");
            });
  }

  @Test
  void halfOfTheCredentialsAreRefused() {
    StoreAccess access = new StoreAccess("s3", "b", null, null, "env:A", null, 0);
    assertThatThrownBy(() -> BackupStore.open(access))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("InvalidRequest"));
  }
}
