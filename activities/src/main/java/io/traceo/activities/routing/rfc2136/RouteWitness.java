package io.traceo.activities.routing.rfc2136;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteConfirmation;
import io.traceo.workflows.activity.RoutingActivities.RouteSeen;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks every authority and resolver whether a change has arrived. */
record RouteWitness(GroupNames names, DnsAccess dns) {
  private static final Duration ASK = Duration.ofMillis(300);
  private static final long PATIENCE_NANOS = 1_500_000_000;
  private static final long STEP_MILLIS = 20;

  RouteSeen await(RouteConfirmation confirmation) {
    List<DnsServer> pending =
        new ArrayList<>(
            dns.servers().stream()
                .filter(s -> !confirmation.exceptRegions().contains(s.place()))
                .toList());
    if (pending.isEmpty()) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "every name server stands in "
              + confirmation.exceptRegions()
              + ", nobody is left who could confirm; add one elsewhere");
    }
    List<String> seen = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      for (DnsServer server : List.copyOf(pending)) {
        if (answers(server, confirmation)) {
          pending.remove(server);
          seen.add(server.name());
        }
      }
      if (pending.isEmpty()) {
        return new RouteSeen(seen);
      }
      if (System.nanoTime() > deadline) {
        throw Failures.of(
            FailureTypes.NOT_READY,
            "not seen yet at " + pending.stream().map(DnsServer::name).toList());
      }
      pause();
    }
  }

  private boolean answers(DnsServer server, RouteConfirmation confirmation) {
    try {
      ZoneClient client = new ZoneClient(server.endpoint(), ASK, null);
      Route route = names.snapshot(client).route(names, "READ");
      if (route.epoch() > confirmation.epoch()) {
        throw Failures.of(
            FailureTypes.STALE_EPOCH, server.name() + " answers with epoch " + route.epoch());
      }
      return route.epoch() == confirmation.epoch()
          && confirmation.writeRegion().equals(route.writeRegion())
          && Set.copyOf(confirmation.readRegions()).equals(Set.copyOf(route.readRegions()));
    } catch (ApplicationFailure e) {
      if (e.isNonRetryable()) {
        throw e;
      }
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "interrupted while asking name servers", e);
    }
  }
}
