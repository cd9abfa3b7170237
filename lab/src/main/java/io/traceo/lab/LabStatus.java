package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.link.SocketTable;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What outside tools need to know of a lab. Hosts and ports are those of a client outside all
 * regions.
 *
 * @param probes heartbeat probes that each process has made of leaders so far
 * @param processes process ids by name; null for one that has ended
 * @param aroundLinks connections into a region that no link carries; always empty in a sound lab
 */
public record LabStatus(
    Dns dns,
    Temporal temporal,
    Map<String, Group> groups,
    List<String> faults,
    List<String> aroundLinks,
    Map<String, @Nullable Long> processes,
    Map<String, Probes> probes) {

  /** The primary name server of the first group. */
  public record Dns(String host, int port, String zone) {}

  /** The Temporal server. */
  public record Temporal(String address, @Nullable String ui, String namespace) {}

  /**
   * A group.
   *
   * @param namespace Temporal namespace of its workflows
   * @param control place whose workers run them
   * @param dns the name server where its names are changed
   */
  public record Group(
      String writeName,
      String readName,
      String leader,
      long epoch,
      String verdict,
      @Nullable String armedBy,
      String namespace,
      String control,
      Dns dns,
      List<Member> members) {}

  /** One member; {@code passwordRef} is a {@code file:} readable by the caller. */
  public record Member(
      String region,
      String role,
      String host,
      int port,
      String database,
      String user,
      String passwordRef,
      @Nullable Long pid,
      @Nullable Long lagBytes) {}

  /** Probes answered within their timeout, and the others. */
  public record Probes(long answered, long unanswered) {}

  static LabStatus of(LabParts lab) throws IOException {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (LabGroup group : lab.groups().values()) {
      groups.put(group.id(), group(lab, group));
    }
    Map<String, @Nullable Long> processes = new LinkedHashMap<>();
    processes.put("lab", ProcessHandle.current().pid());
    Long temporalPid = lab.temporal().pid();
    if (temporalPid != null) {
      processes.put("temporal", temporalPid);
    }
    processes.putAll(lab.kubernetes().pids());
    lab.places().forEach((name, place) -> processes.put(name, alive(place.process())));
    return new LabStatus(
        groups.values().iterator().next().dns(),
        new Temporal(lab.temporal().address(), lab.temporal().ui(), lab.temporal().namespace()),
        groups,
        lab.faults().inForce(),
        SocketTable.aroundLinks(lab.plan()),
        processes,
        probes(lab));
  }

  private static Group group(LabParts lab, LabGroup of) {
    ReplicationGroup group = of.group();
    GroupStatus status = of.status();
    Map<String, Long> lags = Lag.bytes(lab, group, status.leader());
    Map<String, Long> pids = of.cluster().pids();
    List<Member> members = new ArrayList<>();
    for (String region : group.members()) {
      Endpoint door = lab.plan().endpoint(AddressPlan.OUTSIDE, region, AddressPlan.POSTGRES_PORT);
      members.add(
          new Member(
              region,
              region.equals(status.leader()) ? "leader" : "follower",
              door.host(),
              door.port(),
              LabCluster.DATABASE,
              LabCluster.APP,
              of.cluster().appPasswordRef(),
              pids.get(region),
              lags.get(region)));
    }
    return new Group(
        group.writeName(),
        group.readName(),
        status.leader(),
        status.epoch(),
        status.verdict().name(),
        status.armedBy(),
        of.namespace(),
        group.control(),
        new Dns(
            lab.plan().publicAddress(group.dns().primary()), AddressPlan.DNS_PORT, group.zone()),
        members);
  }

  private static Map<String, Probes> probes(LabParts lab) {
    Map<String, Probes> probes = new LinkedHashMap<>();
    lab.places()
        .forEach(
            (name, place) ->
                ChildEndpoint.get(place.process(), "/probes")
                    .ifPresent(
                        counts ->
                            probes.put(
                                name,
                                new Probes(
                                    counts.path("answered").asLong(),
                                    counts.path("unanswered").asLong()))));
    return probes;
  }

  private static @Nullable Long alive(JavaChild process) {
    return process.alive() ? process.pid() : null;
  }
}
