package io.traceo.lab;

import io.temporal.client.WorkflowClient;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.activities.topology.Configuration;
import io.traceo.lab.dns.LabDnsServer;
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
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.Verdict;
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
  private static final int CONTROL_WORKERS = 2;
  private static final long ARMED_SECONDS = 60;

  private final LabSettings settings;
  private final Consumer<String> progress;
  private final Configuration configuration;
  private final ReplicationGroup group;
  private final AddressPlan plan;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, LabRegion> regions = new LinkedHashMap<>();
  private final Map<String, ControlWorker> control = new LinkedHashMap<>();
  private final LabParts built;

  private Lab(LabSettings settings, Consumer<String> progress) throws Exception {
    this.settings = settings;
    this.progress = progress;
    this.configuration =
        Configuration.load(settings.runbooks().resolve("topology.yaml"), settings.runbooks());
    this.group =
        configuration
            .topology()
            .group(settings.group())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown group "
                            + settings.group()
                            + "; known groups: "
                            + configuration.topology().groups().stream()
                                .map(ReplicationGroup::id)
                                .toList()));
    this.plan = new AddressPlan(settings.net(), group.members());
    try {
      this.built = build();
      cameUp = true;
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /**
   * Brings a lab up and arms its group; returns when the group's watch says that all is well.
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
        LabKubernetes.start(plan, List.of(group), folder.folder("kubernetes"), secrets);
    parts.push(kubernetes);
    LinkNetwork links = new LinkNetwork(plan);
    parts.push(links);
    LabNetwork.open(links, plan);
    progress.accept("links between " + plan.regions() + " and control");
    String tsig = secrets.make("tsig");
    LabDnsServer dns = LabNetwork.primaryDns(plan, group, tsig);
    parts.push(dns);
    RunningTemporal temporal =
        TemporalServers.start(
            plan.temporal().host(),
            plan.temporal().port(),
            plan.temporalUiPort(),
            folder.folder("temporal"),
            settings.buildTemporal(),
            progress);
    parts.push(temporal);
    progress.accept(temporal.kind() + (temporal.ui() == null ? "" : ", Web UI " + temporal.ui()));
    LabCluster cluster = LabCluster.provision(plan, group, folder.postgres(), secrets);
    parts.push(cluster::remove);
    progress.accept("PostgreSQL: leader " + group.leader() + ", followers " + group.followers());
    LabConfig configs =
        new LabConfig(settings, plan, group, cluster, secrets, temporal, kubernetes);
    startProcesses(configs, temporal, cluster);
    Map<String, LabPlace> places = new LinkedHashMap<>(regions);
    places.putAll(control);
    LabFaults faults = new LabFaults(plan, links, places, diesAt());
    parts.push(faults);
    TemporalConnection connection =
        TemporalConnection.open(
            temporal.address(), temporal.namespace(), "lab", Duration.ofSeconds(20));
    parts.push(connection);
    LabParts made =
        new LabParts(
            settings,
            plan,
            group,
            links,
            cluster,
            regions,
            control,
            temporal,
            faults,
            connection,
            secrets,
            kubernetes);
    progress.accept(kubernetes.awaitReady());
    serveDrills(made, configs, connection.client());
    arm(connection.client());
    LabApi api = LabApi.start(made, this::requestStop);
    parts.push(api);
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

  private void startProcesses(LabConfig configs, RunningTemporal temporal, LabCluster cluster) {
    for (String region : plan.regions()) {
      Path file = configs.write(region);
      LabRegion made =
          new LabRegion(
              region,
              cluster.member(region),
              () ->
                  JavaChild.start(
                      settings.folder(),
                      region,
                      64,
                      RegionMain.class,
                      List.of(
                          "--config", file.toString(),
                          "--zone", group.zone(),
                          "--temporal", configs.temporalFrom(region),
                          "--namespace", temporal.namespace())));
      regions.put(region, made);
      parts.push(made::stop);
    }
    Path file = configs.write(AddressPlan.CONTROL);
    for (int i = 1; i <= CONTROL_WORKERS; i++) {
      String name = "control-" + i;
      ControlWorker worker =
          new ControlWorker(
              () ->
                  JavaChild.start(
                      settings.folder(),
                      name,
                      96,
                      ControlMain.class,
                      List.of(
                          "--config", file.toString(),
                          "--temporal", temporal.address(),
                          "--namespace", temporal.namespace(),
                          "--dies-at", diesAt().toString())));
      control.put(name, worker);
      parts.push(worker::kill);
    }
    regions.values().forEach(r -> r.process().awaitReady(settings.folder()));
    control.values().forEach(c -> c.process().awaitReady(settings.folder()));
    progress.accept(
        "workers: one per region, "
            + CONTROL_WORKERS
            + " for control; configuration "
            + PlaceConfigFile.read(file).place());
  }

  private Path diesAt() {
    return settings.folder().folder("run").resolve("dies-at");
  }

  private void serveDrills(LabParts made, LabConfig configs, WorkflowClient client) {
    LedgerActivitiesImpl ledger =
        new LedgerActivitiesImpl(configs::ledger, settings.folder().folder("ledger"));
    parts.push(ledger);
    parts.push(
        WorkerProcess.serve(
            client, TaskQueues.DRILL, List.of(new LabFaultActivities(made), ledger)));
  }

  private void arm(WorkflowClient client) {
    TemporalGroupActivities.startEntity(client, group.id());
    GroupWorkflow entity =
        client.newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(group.id()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ARMED_SECONDS);
    GroupStatus status = entity.status();
    while (status.verdict() != Verdict.HEALTHY || status.watching() < group.observers().size()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the group does not get well: " + status);
      }
      pause();
      status = entity.status();
    }
    var armed = entity.arm(new GroupWorkflow.ArmOrder("lab", "a lab's group is armed at once"));
    progress.accept("group " + group.id() + ": " + armed.detail());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the lab came up", e);
    }
  }

  private void requestStop() {
    stopAsked.countDown();
  }

  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private boolean cameUp;

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
