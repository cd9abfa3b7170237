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
import io.traceo.workers.WorkerMain.Arguments;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Name;

/** A region's process: its worker, its service endpoint, its name server. */
public final class RegionMain {
  private RegionMain() {}

  /** Runs until the process is ended, or the lab is gone. */
  public static void main(String[] args) throws Exception {
    Arguments arguments = new Arguments(List.of(args));
    arguments.parent().ifPresent(ParentWatch::endWith);
    PlaceConfig config = PlaceConfigFile.read(Path.of(arguments.need("config")));
    Configured configured = Configured.load(config);
    ReplicationGroup group = own(configured);
    GroupAccess access = config.groups().get(group.id());
    DatabaseMember own = access == null ? null : access.databases().get(config.place());
    if (access == null || own == null) {
      throw new IllegalArgumentException(config.place() + " has no way to its own database");
    }
    String inside = own.endpoint().host();
    try (LabDnsSecondary dns =
            new LabDnsSecondary(
                new Endpoint(inside, AddressPlan.DNS_PORT),
                Name.fromString(group.zone()),
                access.routing().primary());
        ServiceEndpoint service =
            new ServiceEndpoint(
                config.place(), new Endpoint(inside, AddressPlan.SERVICE_PORT), own);
        Door cluster = ClusterDoors.open(inside, access.clusters().get(config.place()))) {
      WitnessMain.serve(arguments, configured);
    }
  }

  /** The one group of the lab that has data here. */
  private static ReplicationGroup own(Configured configured) {
    return configured.configuration().topology().groups().stream()
        .filter(g -> configured.config().groups().containsKey(g.id()))
        .filter(g -> g.members().contains(configured.place()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    configured.place() + " has no database in its configuration"));
  }
}
