package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a group's names point. A change is a compare-and-set on the names and their epoch together:
 * a higher epoch found there is {@code StaleEpoch}; no change ever leaves a name without an
 * address. Safe to repeat.
 */
@ActivityInterface(namePrefix = "Routing")
public interface RoutingActivities {

  /** What the primary authority says now. */
  Route readRoute(RouteQuery query);

  /** Points the names, with the epoch; {@code ALREADY} in the route's outcome when they did. */
  Route route(RouteChange change);

  /**
   * Waits until every authority and resolver outside the excepted regions answers with the route.
   * {@code NotReady} names those that don't, or says that there is nobody to ask.
   */
  RouteSeen confirmRoute(RouteConfirmation confirmation);

  record RouteQuery(String group) {}

  /**
   * @param writeRegion null when the write name points to no known region
   * @param outcome {@code READ}, {@code DONE} or {@code ALREADY}
   */
  record Route(@Nullable String writeRegion, List<String> readRegions, long epoch, String outcome) {
    public Route {
      readRegions = List.copyOf(readRegions);
    }
  }

  record RouteChange(String group, long epoch, String writeRegion, List<String> readRegions) {
    public RouteChange {
      readRegions = List.copyOf(readRegions);
    }
  }

  /**
   * @param readRegions what the read name must point to, in any order
   * @param exceptRegions regions whose name servers aren't asked
   */
  record RouteConfirmation(
      String group,
      long epoch,
      String writeRegion,
      List<String> readRegions,
      List<String> exceptRegions) {
    public RouteConfirmation {
      readRegions = List.copyOf(readRegions);
      exceptRegions = List.copyOf(exceptRegions);
    }
  }

  record RouteSeen(List<String> servers) {
    public RouteSeen {
      servers = List.copyOf(servers);
    }
  }
}
