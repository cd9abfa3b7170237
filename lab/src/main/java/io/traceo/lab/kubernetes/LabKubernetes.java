package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.postgres.Secrets;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The lab's Kubernetes: one API server, in which each region has its own namespace, credential and
 * endpoint, and each group one workload in each of its regions. Comes up beside the rest of the
 * lab. A real API server when its programs are there, else fabric8's in memory.
 */
public final class LabKubernetes implements AutoCloseable {
  private final AddressPlan plan;
  private final List<ReplicationGroup> groups;
  private final Path folder;
  private final ClusterTokens tokens;
  private final @Nullable Real real;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<ApiServer> up;
  private boolean closed;

  private LabKubernetes(
      AddressPlan plan,
      List<ReplicationGroup> groups,
      Path folder,
      ClusterTokens tokens,
      @Nullable Real real) {
    this.plan = plan;
    this.groups = List.copyOf(groups);
    this.folder = folder;
    this.tokens = tokens;
    this.real = real;
    this.up = CompletableFuture.supplyAsync(this::bringUp);
  }

  /**
   * Begins to bring it up; {@link #awaitReady} waits.
   *
   * @param folder for its files, for its owner only
   */
  public static LabKubernetes start(
      AddressPlan plan, List<ReplicationGroup> groups, Path folder, Secrets secrets)
      throws IOException {
    return start(plan, groups, folder, secrets, KubernetesBinaries.find());
  }

  static LabKubernetes start(
      AddressPlan plan,
      List<ReplicationGroup> groups,
      Path folder,
      Secrets secrets,
      Optional<KubernetesBinaries> binaries)
      throws IOException {
    ClusterTokens tokens = ClusterTokens.make(secrets, folder, plan.regions());
    Real real =
        binaries.isEmpty()
            ? null
            : new Real(binaries.get(), Certificates.make(folder, ClusterDoors.addresses(plan)));
    return new LabKubernetes(plan, groups, folder, tokens, real);
  }

  /** What a real API server is made of. */
  private record Real(KubernetesBinaries binaries, Certificates certificates) {}

  private ApiServer bringUp() {
    try {
      ApiServer server =
          real != null
              ? new RealApiServer(real.binaries(), plan, folder, real.certificates(), tokens)
              : new MockApiServer(plan.kubernetes());
      keep(server);
      KubernetesClient client = AdminClient.open(server, tokens);
      keep(client);
      for (ReplicationGroup group : groups) {
        Workloads.of(group).forEach(o -> create(client, o, server.real()));
      }
      if (server.real()) {
        keep(new PodsReady(client));
      }
      return server;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static void create(KubernetesClient client, HasMetadata object, boolean real) {
    // Two groups may share a region and so its namespace.
    if (object instanceof Namespace && client.resource(object).get() != null) {
      return;
    }
    if (real && object instanceof HorizontalPodAutoscaler autoscaler) {
      createManaged(client, autoscaler);
      return;
    }
    HasMetadata unused = client.resource(object).create();
  }

  /**
   * Rollouts of capacity manage the settings of an autoscaler from the beginning. What people write
   * on it is theirs: what rollouts manage and do not apply again, the API server would remove.
   */
  private static void createManaged(KubernetesClient client, HorizontalPodAutoscaler autoscaler) {
    ObjectMeta meta = autoscaler.getMetadata();
    HorizontalPodAutoscaler settings =
        new HorizontalPodAutoscalerBuilder(autoscaler)
            .withNewMetadata()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .endMetadata()
            .build();
    HasMetadata unusedSettings =
        client.resource(settings).fieldManager("traceo-capacity").serverSideApply();
    HorizontalPodAutoscaler words =
        new HorizontalPodAutoscalerBuilder(autoscaler).withSpec(null).build();
    HasMetadata unusedWords = client.resource(words).fieldManager("lab").serverSideApply();
  }

  /** What is still starting when the lab goes down is ended as soon as it has started. */
  private synchronized void keep(AutoCloseable part) throws Exception {
    if (closed) {
      part.close();
      throw new IllegalStateException("the lab went down while Kubernetes came up");
    }
    parts.push(part);
  }

  /**
   * Waits until it is up.
   *
   * @return a line for people
   */
  public String awaitReady() {
    ApiServer server = up.join();
    return "Kubernetes: "
        + (server.real() ? "API server and controllers" : "fabric8's API server in memory")
        + " on "
        + server.endpoint()
        + ", workloads of "
        + plan.regions();
  }

  /**
   * What a place knows of a group's workloads: a control place reaches all through its links, a
   * region only knows where its own door leads to, and has no credential.
   */
  public Map<String, ClusterAccess> access(String place, ReplicationGroup group) {
    Map<String, ClusterAccess> access = new LinkedHashMap<>();
    for (String region : group.members()) {
      if (region.equals(place)) {
        access.put(region, own(group, region));
      } else if (place.equals(group.control())) {
        access.put(region, throughLink(place, group, region));
      }
    }
    return access;
  }

  private ClusterAccess own(ReplicationGroup group, String region) {
    return access(group, region, plan.kubernetes().toString(), null);
  }

  private ClusterAccess throughLink(String place, ReplicationGroup group, String region) {
    return access(
        group,
        region,
        plan.endpoint(place, region, AddressPlan.KUBERNETES_PORT).toString(),
        tokens.of(region));
  }

  private ClusterAccess access(
      ReplicationGroup group, String region, String server, @Nullable String token) {
    String name = Workloads.name(group.id());
    return new ClusterAccess(
        (real != null ? "https://" : "http://") + server,
        real != null ? real.certificates().ca().toString() : null,
        token,
        region,
        name,
        name);
  }

  /** Parts that stand in for real ones. */
  public List<String> simulated() {
    return real != null
        ? List.of("pods: marked ready by the lab, no kubelet")
        : List.of(
            "Kubernetes: fabric8's API server in memory, without tokens, controllers and pods"
                + " (lab/counterparts kubernetes gets a real one)");
  }

  /** Process ids by name; empty when it is in memory, or not up yet. */
  public Map<String, Long> pids() {
    return up.isDone() && !up.isCompletedExceptionally() ? up.join().pids() : Map.of();
  }

  /** A client with every right, past the doors; the caller closes it. */
  public KubernetesClient admin() {
    return AdminClient.open(up.join(), tokens);
  }

  @Override
  public void close() throws Exception {
    synchronized (this) {
      closed = true;
    }
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
