package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;

/** Who manages which fields of an autoscaler. Pure. */
final class HpaManagers {
  private HpaManagers() {}

  /**
   * Everybody has what they had before, apart from the status: its controller has written that
   * since, and goes on doing so.
   */
  static List<ManagedFieldsEntry> asBefore(
      List<ManagedFieldsEntry> before, List<ManagedFieldsEntry> now) {
    List<ManagedFieldsEntry> managers =
        new ArrayList<>(before.stream().filter(HpaManagers::ofTheObject).toList());
    now.stream().filter(m -> !ofTheObject(m)).forEach(managers::add);
    return managers;
  }

  private static boolean ofTheObject(ManagedFieldsEntry entry) {
    String subresource = entry.getSubresource();
    return subresource == null || subresource.isEmpty();
  }
}
