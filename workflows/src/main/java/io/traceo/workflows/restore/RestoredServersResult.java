package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.KeptServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a region, and what became of the one to remove.
 *
 * @param outcome {@code LISTED}; of a removal {@code DONE}, {@code ALREADY} when it was not there,
 *     {@code PLANNED} for a dry run, {@code REFUSED} when nothing was touched, {@code FAILED}
 * @param reason why it is not DONE, in words
 * @param region where was looked
 * @param servers that stand there, after the removal
 * @param events what happened, oldest first
 */
public record RestoredServersResult(
    String outcome,
    @Nullable String reason,
    String region,
    List<KeptServer> servers,
    List<String> events) {
  public RestoredServersResult {
    servers = servers == null ? List.of() : List.copyOf(servers);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
