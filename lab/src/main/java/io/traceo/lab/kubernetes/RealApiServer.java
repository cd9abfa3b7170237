package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.traceo.activities.place.Endpoint;
import io.traceo.lab.AddressPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** etcd, kube-apiserver and kube-controller-manager as three processes on loopback; no kubelet. */
final class RealApiServer implements ApiServer {
  private static final long READY_SECONDS = 120;
  private static final String CONTROLLERS =
      "deployment-controller,replicaset-controller,horizontal-pod-autoscaler-controller";

  private final Endpoint endpoint;
  private final Certificates certificates;
  private final Deque<ServerProcess> processes = new ArrayDeque<>();

  /**
   * Starts them and waits until the API server is ready.
   *
   * @param tokens who may come in, the administrator among them
   */
  RealApiServer(
      KubernetesBinaries binaries,
      AddressPlan plan,
      Path folder,
      Certificates certificates,
      ClusterTokens tokens)
      throws IOException {
    this.endpoint = plan.kubernetes();
    this.certificates = certificates;
    try {
      start(binaries, plan, folder, tokens);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(
      KubernetesBinaries binaries, AddressPlan plan, Path folder, ClusterTokens tokens)
      throws IOException {
    String store = "http://" + plan.etcd();
    String peers = "http://" + plan.etcdPeer();
    processes.push(
        new ServerProcess(
            binaries.program("etcd"),
            folder,
            64,
            List.of(
                "--name=lab",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=lab=" + peers,
                // Nothing of a lab outlives its machine.
                "--unsafe-no-fsync",
                "--log-level=error")));
    processes.push(
        new ServerProcess(
            binaries.program("kube-apiserver"),
            folder,
            220,
            List.of(
                "--etcd-servers=" + store,
                "--bind-address=" + endpoint.host(),
                "--secure-port=" + endpoint.port(),
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + certificates.certificate(),
                "--tls-private-key-file=" + certificates.key(),
                "--token-auth-file=" + tokens.file(),
                "--authorization-mode=RBAC",
                "--anonymous-auth=false",
                "--service-account-issuer=https://traceo.lab",
                "--service-account-key-file=" + certificates.accounts(),
                "--service-account-signing-key-file=" + certificates.accountsKey(),
                "--service-cluster-ip-range=10.0.0.0/24",
                // Without its controller no namespace gets the account that it asks for.
                "--disable-admission-plugins=ServiceAccount",
                "--profiling=false")));
    awaitReady(tokens);
    processes.push(
        new ServerProcess(
            binaries.program("kube-controller-manager"),
            folder,
            96,
            List.of(
                "--kubeconfig=" + kubeconfig(folder, tokens),
                "--controllers=" + CONTROLLERS,
                "--leader-elect=false",
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--horizontal-pod-autoscaler-sync-period=2s",
                "--secure-port=0",
                "--profiling=false")));
  }

  private void awaitReady(ClusterTokens tokens) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    try (KubernetesClient client = AdminClient.open(this, tokens)) {
      while (!ready(client)) {
        processes.forEach(ServerProcess::requireAlive);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the API server does not get ready on " + endpoint);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API server came up", e);
    }
  }

  private static boolean ready(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private Path kubeconfig(Path folder, ClusterTokens tokens) throws IOException {
    Path file = folder.resolve("controllers.kubeconfig");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        """
        {"apiVersion": "v1", "kind": "Config", "current-context": "lab",
         "clusters": [{"name": "lab", "cluster":
           {"server": "https://%s", "certificate-authority": "%s"}}],
         "users": [{"name": "lab", "user": {"tokenFile": "%s"}}],
         "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "lab"}}]}
        """
            .formatted(endpoint, certificates.ca(), tokens.adminFile()));
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public String caFile() {
    return certificates.ca().toString();
  }

  @Override
  public boolean real() {
    return true;
  }

  @Override
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    processes.forEach(p -> pids.put(p.name(), p.pid()));
    return pids;
  }

  @Override
  public void close() {
    while (!processes.isEmpty()) {
      processes.pop().close();
    }
  }
}
