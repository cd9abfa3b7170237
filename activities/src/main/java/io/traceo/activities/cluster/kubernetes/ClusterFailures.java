package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;

/** Tells an API server's errors apart by status code. */
final class ClusterFailures {
  private ClusterFailures() {}

  static ApplicationFailure translate(String region, KubernetesClientException e) {
    String message = "cluster of " + region + ": " + reason(e);
    if (e.getCode() <= 0) {
      // No status at all: nobody answered.
      return Failures.of(FailureTypes.UNREACHABLE, message, e);
    }
    return switch (e.getCode()) {
      case 401, 403 ->
          Failures.of(
              FailureTypes.FORBIDDEN,
              message + "; check the token, and that its role may get and update the workload",
              e);
      case 404 -> Failures.of(FailureTypes.CONFLICT, message + "; the object is not there", e);
      case 400, 422 -> Failures.of(FailureTypes.INVALID_REQUEST, message, e);
      default -> Failures.of(FailureTypes.NOT_READY, message, e);
    };
  }

  private static String reason(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage() == null ? at : at.getMessage());
  }
}
