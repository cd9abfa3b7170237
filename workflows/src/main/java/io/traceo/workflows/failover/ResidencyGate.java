package io.traceo.workflows.failover;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.topology.Region;
import org.jspecify.annotations.Nullable;

/** Whether a group's data may be where it would go. By the topology's labels alone. Pure. */
public final class ResidencyGate {
  private ResidencyGate() {}

  /** Why data of this leader's region may not go there; null when all of it may. */
  public static @Nullable String barred(Definition definition, String leader, String region) {
    for (String dataClass : definition.group().dataClasses()) {
      for (Region from : definition.regions()) {
        if (from.id().equals(leader) && !from.residency().permits(dataClass, region)) {
          return "residency: " + dataClass + " of " + leader + " may not go there";
        }
      }
    }
    return null;
  }
}
