package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.lab.dns.LabDnsSecondary;
import io.traceo.lab.kubernetes.ClusterDoors;
import io.traceo.lab.link.Door;
import io.traceo.lab.service.ServiceEndpoint;
import io.traceo.workers.Configured;
import io.traceo.workers.ParentWatch;
import io.traceo.workers.ProcessEndpoint;
import io.traceo.workers.TemporalConnection;
import io.traceo.workers.WorkerMain.Arguments;
import io.traceo.workers.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.xbill.DNS.Name;

/** A region's process: its worker, its service endpoint, its name server. */
public final class RegionMain {
  private RegionMain() {}

  /** Runs until the process is ended, or the lab is gone. */
  public static void main(String[] args) throws Exception {
    Arguments arguments = new Arguments(List.of(args));
    arguments.parent().ifPresent(ParentWatch::endWith);
    PlaceConfig config = PlaceConfigFile.read(Path.of(arguments.need("config")));
    GroupAccess group = config.groups().values().iterator().next();
    DatabaseMember own = group.databases().get(config.place());
    if (own == null) {
      throw new IllegalArgumentException(config.place() + " has no database in its configuration");
    }
    Configured configured = Configured.load(config);
    String inside = own.endpoint().host();
    try (LabDnsSecondary dns =
            new LabDnsSecondary(
                new Endpoint(inside, AddressPlan.DNS_PORT),
                Name.fromString(arguments.need("zone")),
                group.routing().primary());
        ServiceEndpoint service =
            new ServiceEndpoint(
                config.place(), new Endpoint(inside, AddressPlan.SERVICE_PORT), own);
        Door cluster = ClusterDoors.open(inside, group.clusters().get(config.place()));
        TemporalConnection temporal =
            TemporalConnection.open(
                arguments.need("temporal"),
                arguments.need("namespace"),
                arguments.need("name"),
                Duration.ofSeconds(30));
        ProcessEndpoint endpoint =
            ProcessEndpoint.start(arguments.portFile(), configured.health().probes());
        WorkerProcess worker =
            WorkerProcess.start(
                temporal.client(),
                config.place(),
                false,
                new WorkerProcess.ActivitySet(configured.placeActivities(), List.of()))) {
      endpoint.ready();
      new CountDownLatch(1).await();
    }
  }
}
