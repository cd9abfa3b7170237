package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.link.SocketTable;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
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

  /** The primary name server. */
  public record Dns(String host, int port, String zone) {}

  /** The Temporal server. */
  public record Temporal(String address, @Nullable String ui, String namespace) {}

  /** A group. */
  public record Group(
      String writeName,
      String readName,
      String leader,
      long epoch,
      String verdict,
      @Nullable String armedBy,
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
    GroupStatus status =
        lab.connection()
            .client()
            .newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(lab.group().id()))
            .status();
    Map<String, Long> lags = Lag.bytes(lab, status.leader());
    Map<String, Long> pids = lab.cluster().pids();
    List<Member> members = new ArrayList<>();
    for (String region : lab.group().members()) {
      Endpoint door = lab.plan().endpoint(AddressPlan.OUTSIDE, region, AddressPlan.POSTGRES_PORT);
      members.add(
          new Member(
              region,
              region.equals(status.leader()) ? "leader" : "follower",
              door.host(),
              door.port(),
              LabCluster.DATABASE,
              LabCluster.APP,
              lab.cluster().appPasswordRef(),
              pids.get(region),
              lags.get(region)));
    }
    Map<String, @Nullable Long> processes = new LinkedHashMap<>();
    processes.put("lab", ProcessHandle.current().pid());
    Long temporalPid = lab.temporal().pid();
    if (temporalPid != null) {
      processes.put("temporal", temporalPid);
    }
    processes.putAll(lab.kubernetes().pids());
    lab.control().forEach((name, c) -> processes.put(name, alive(c.process())));
    lab.regions().forEach((name, r) -> processes.put(name, alive(r.process())));
    return new LabStatus(
        new Dns(
            lab.plan().publicAddress(AddressPlan.CONTROL),
            AddressPlan.DNS_PORT,
            lab.group().zone()),
        new Temporal(lab.temporal().address(), lab.temporal().ui(), lab.temporal().namespace()),
        Map.of(
            lab.group().id(),
            new Group(
                lab.group().writeName(),
                lab.group().readName(),
                status.leader(),
                status.epoch(),
                status.verdict().name(),
                status.armedBy(),
                members)),
        lab.faults().inForce(),
        SocketTable.aroundLinks(lab.plan()),
        processes,
        probes(lab));
  }

  private static Map<String, Probes> probes(LabParts lab) {
    Map<String, Probes> probes = new LinkedHashMap<>();
    Map<String, LabPlace> places = new LinkedHashMap<>(lab.control());
    places.putAll(lab.regions());
    places.forEach(
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
