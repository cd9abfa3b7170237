package io.traceo.starters.api;

import io.traceo.activities.meters.Meters;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked. */
record Routes(
    KnownGroups groups,
    ApiDocument document,
    Door door,
    TemporalCalls temporal,
    IncidentDesk desk,
    @Nullable Signer signer,
    Path reports,
    Clock clock,
    Meters meters) {

  List<Endpoint> all() {
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new ServiceRoutes(temporal, document, meters).all());
    all.addAll(new IncidentRoutes(groups, desk, clock).all());
    all.addAll(new AlertRoutes(groups, desk, door, clock).all());
    all.addAll(new GroupRoutes(groups, temporal, clock).all());
    all.addAll(new RunRoutes(groups, temporal, signer).all());
    all.addAll(new StartRoutes(groups, temporal, signer, clock).all());
    all.addAll(new ReportRoutes(reports).all());
    return all;
  }
}
