package io.traceo.lab;

import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.RoundTrips;
import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.ledger.LedgerActivitiesImpl;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.lab.postgres.Secrets;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.lab.temporal.TemporalServers;
import io.traceo.workers.TemporalConnection;
import io.traceo.workers.WorkerProcess;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Regions on one machine, of real parts. Closing it ends every process that it started and removes
 * its folder; reports stay.
 */
public final class Lab implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final LabSettings settings;
  private final Consumer<String> progress;
  private final LabGroups groups;
  private final AddressPlan plan;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LabParts built;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private boolean cameUp;

  private Lab(LabSettings settings, Consumer<String> progress) throws Exception {
    this.settings = settings;
    this.progress = progress;
    this.groups =
        LabGroups.of(
            Configuration.load(settings.runbooks().resolve("topology.yaml"), settings.runbooks())
                .topology(),
            settings.groups());
    this.plan = groups.plan(settings.net());
    try {
      this.built = build();
      cameUp = true;
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /**
   * Brings a lab up and arms its groups; returns when each group's watch, where it has one, says
   * that all is well.
   *
   * @param progress a line for people at a time
   * @throws Exception saying what is in the way; nothing of the lab is left then
   */
  public static Lab up(LabSettings settings, Consumer<String> progress) throws Exception {
    return new Lab(settings, progress);
  }

  private LabParts build() throws Exception {
    LabFolder folder = settings.folder();
    LabFolder.remove(folder.lab());
    parts.push(this::removeFiles);
    Secrets secrets = new Secrets(folder.folder("secrets"));
    // It takes longest, so it comes up beside the rest.
    LabKubernetes kubernetes =
        keep(LabKubernetes.start(plan, groups.groups(), folder.folder("kubernetes"), secrets));
    LinkNetwork links = keep(new LinkNetwork(plan));
    LabNetwork.open(links, plan, groups);
    progress.accept("links between " + plan.places() + " and control");
    LabZones zones = new LabZones(plan, groups, secrets);
    for (String primary : groups.primaries()) {
      keep(zones.primary(primary));
    }
    RunningTemporal temporal =
        keep(
            TemporalServers.start(
                plan.temporal().host(),
                plan.temporal().port(),
                plan.temporalUiPort(),
                groups.isolatedNamespaces(),
                folder.folder("temporal"),
                settings.buildTemporal(),
                progress));
    progress.accept(temporal.kind() + (temporal.ui() == null ? "" : ", Web UI " + temporal.ui()));
    Map<String, LabCluster> clusters = provision(secrets);
    LabBackups backups = new LabBackups(plan, groups, folder, secrets);
    List<String> simulated =
        Simulated.parts(temporal, kubernetes, backups, groups, settings.realRoundTrips());
    LabConfig configs =
        new LabConfig(
            settings, plan, groups, clusters, secrets, temporal, kubernetes, backups, simulated);
    Path diesAt = folder.folder("run").resolve("dies-at");
    LinkFaults linkFaults = new LinkFaults(links, plan, distance());
    LabProcesses processes = keep(new LabProcesses(configs, diesAt));
    progress.accept(processes.start());
    LabFaults faults = keep(new LabFaults(plan, linkFaults, processes.places(), diesAt));
    LabParts made =
        new LabParts(
            settings,
            plan,
            connect(clusters, temporal),
            links,
            processes,
            temporal,
            faults,
            secrets,
            kubernetes,
            simulated);
    progress.accept(kubernetes.awaitReady());
    serveDrills(made, configs);
    for (LabGroup group : made.groups().values()) {
      progress.accept(group.arm());
    }
    keep(LabApi.start(made, stopAsked::countDown));
    return made;
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private Distance distance() {
    return settings.realRoundTrips()
        ? Distance.of(RoundTrips.of(groups.topology()))
        : Distance.NONE;
  }

  private Map<String, LabCluster> provision(Secrets secrets) throws Exception {
    Map<String, LabCluster> clusters = new LinkedHashMap<>();
    for (ReplicationGroup group : groups.groups()) {
      LabCluster cluster = LabCluster.provision(plan, group, settings.folder().postgres(), secrets);
      parts.push(cluster::remove);
      clusters.put(group.id(), cluster);
      progress.accept(
          "PostgreSQL of "
              + group.id()
              + ": leader "
              + group.leader()
              + ", followers "
              + group.followers());
    }
    return clusters;
  }

  /** A connection in each namespace; groups of the same one share it. */
  private Map<String, LabGroup> connect(
      Map<String, LabCluster> clusters, RunningTemporal temporal) {
    Map<String, TemporalConnection> byNamespace = new LinkedHashMap<>();
    Map<String, LabGroup> made = new LinkedHashMap<>();
    clusters.forEach(
        (id, cluster) -> {
          String namespace = LabGroups.namespace(cluster.group(), temporal.namespace());
          TemporalConnection connection =
              byNamespace.computeIfAbsent(
                  namespace,
                  n -> keep(TemporalConnection.open(temporal.address(), n, "lab", CONNECT)));
          made.put(id, new LabGroup(cluster.group(), cluster, connection));
        });
    return made;
  }

  /** A lab that did not come up leaves its logs; the next one removes them. */
  private void removeFiles() {
    LabFolder folder = settings.folder();
    if (cameUp) {
      LabFolder.remove(folder.lab());
      return;
    }
    for (String part : List.of("secrets", "config", "run", "postgres", "ledger", "kubernetes")) {
      LabFolder.remove(folder.lab().resolve(part));
    }
  }

  private void serveDrills(LabParts made, LabConfig configs) {
    LedgerActivitiesImpl ledger =
        keep(new LedgerActivitiesImpl(configs::ledger, settings.folder().folder("ledger")));
    List<Object> activities = List.of(new LabFaultActivities(made), ledger);
    made.groups().values().stream()
        .map(LabGroup::connection)
        .distinct()
        .forEach(c -> keep(WorkerProcess.serve(c.client(), TaskQueues.DRILL, activities)));
  }

  /** Waits for this long, or until somebody asks the lab to go down; true when somebody did. */
  public boolean awaitStop(long millis) throws InterruptedException {
    return stopAsked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Its parts, for tests. */
  public LabParts parts() {
    return built;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        progress.accept("while going down: " + e.getMessage());
      }
    }
  }
}
