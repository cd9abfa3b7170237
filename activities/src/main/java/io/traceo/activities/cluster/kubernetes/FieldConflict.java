package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field that server-side apply would change and somebody else manages.
 *
 * @param field for example {@code .spec.maxReplicas}
 * @param manager who
 */
record FieldConflict(String field, String manager) {
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

  /** The conflicts of a refused apply; empty when it was refused for another reason. */
  static List<FieldConflict> of(KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
        || e.getStatus() == null
        || e.getStatus().getDetails() == null) {
      return List.of();
    }
    return e.getStatus().getDetails().getCauses().stream()
        .filter(c -> "FieldManagerConflict".equals(c.getReason()))
        .map(FieldConflict::of)
        .toList();
  }

  private static FieldConflict of(StatusCause cause) {
    Matcher manager = MANAGER.matcher(String.valueOf(cause.getMessage()));
    return new FieldConflict(
        String.valueOf(cause.getField()), manager.find() ? manager.group(1) : "somebody");
  }

  /** What Traceo itself has updated before, for a failover or to take a rollout back. */
  boolean ours() {
    return manager.equals(ClusterClients.MANAGER);
  }

  String words() {
    return field + " is managed by " + manager;
  }
}
