package io.traceo.activities.backup.store;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.UncheckedIOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/** Turns what an object store says into a failure type, with what to do. */
final class S3Failures {
  private static final Set<String> CREDENTIALS =
      Set.of("ExpiredToken", "InvalidToken", "InvalidAccessKeyId", "SignatureDoesNotMatch");
  private static final Set<String> FULL =
      Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity");
  private static final Set<String> REGION =
      Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint");

  private S3Failures() {}

  static ApplicationFailure of(String what, RuntimeException cause) {
    if (cause instanceof ApplicationFailure e) {
      return e;
    }
    if (cause instanceof AwsServiceException e) {
      return service(what, e);
    }
    if (cause instanceof AbortedException) {
      Thread.currentThread().interrupt();
    }
    String said = String.valueOf(cause.getMessage());
    if (cause instanceof IllegalArgumentException || cause instanceof UncheckedIOException) {
      return Failures.of(FailureTypes.INVALID_REQUEST, what + ": " + said, cause);
    }
    if (said.contains("Unable to load credentials")) {
      return Failures.of(
          FailureTypes.FORBIDDEN,
          what + ": there are no credentials; set accessKeyRef and secretKeyRef",
          cause);
    }
    return Failures.of(
        FailureTypes.UNREACHABLE,
        what
            + ": no answer: "
            + said
            + "; see whether the store is up and reached from here, or correct endpoint",
        cause);
  }

  private static ApplicationFailure service(String what, AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : String.valueOf(details.errorCode());
    int status = e.statusCode();
    if (code.equals("NoSuchBucket")) {
      return refused(what + ": the bucket is not there; make it, or correct location", e);
    }
    if (REGION.contains(code) || status == 301) {
      return refused(what + ": the bucket is in another region; correct region", e);
    }
    if (FULL.contains(code) || status == 507) {
      return Failures.of(FailureTypes.NOT_READY, what + ": no space; free some", e);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return Failures.of(
          FailureTypes.FORBIDDEN, what + ": this machine's clock is wrong; set it", e);
    }
    if (status == 401 || status == 403 || CREDENTIALS.contains(code)) {
      return Failures.of(
          FailureTypes.FORBIDDEN,
          what
              + ": refused"
              + (code.isEmpty() ? "" : " (" + code + ")")
              + "; check the keys behind accessKeyRef and secretKeyRef, and what they may do",
          e);
    }
    boolean later = status >= 500 || status == 429 || status == 409 || status == 408;
    return later || code.equals("RequestTimeout")
        ? Failures.of(FailureTypes.UNREACHABLE, what + ": " + status + " " + code, e)
        : refused(what + ": " + status + " " + code, e);
  }

  private static ApplicationFailure refused(String message, AwsServiceException e) {
    return Failures.of(FailureTypes.INVALID_REQUEST, message, e);
  }
}
