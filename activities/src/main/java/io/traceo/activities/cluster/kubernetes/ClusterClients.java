package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.SecretRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client for each way into a cluster, kept: its connections stay warm between failovers. */
final class ClusterClients {
  /** Manager of the fields that these clients update; server-side apply has its own. */
  static final String MANAGER = "traceo";

  private static final int CONNECT_MILLIS = 1_000;
  private static final int REQUEST_MILLIS = 1_500;

  private final Map<Key, KubernetesClient> clients = new ConcurrentHashMap<>();

  private record Key(String server, String caFile, String tokenRef) {}

  KubernetesClient of(ClusterAccess access) {
    Key key =
        new Key(
            access.server(), String.valueOf(access.caFile()), String.valueOf(access.tokenRef()));
    return clients.computeIfAbsent(key, k -> open(access));
  }

  private static KubernetesClient open(ClusterAccess access) {
    String token = access.tokenRef();
    ConfigBuilder config =
        // Nothing of the machine's own kubeconfig or environment.
        new ConfigBuilder(Config.empty())
            .withMasterUrl(access.server())
            // What the API server calls who updates: our own writes are told apart by it.
            .withUserAgent(MANAGER)
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            // Whoever asked tries again, and knows for how long.
            .withRequestRetryBackoffLimit(0)
            // A stream that times out leaves an HTTP/2 connection in use, dead as it may be.
            .withHttp2Disable(true);
    if (access.caFile() != null) {
      config = config.withCaCertFile(access.caFile());
    }
    if (token != null) {
      config = config.withOauthTokenProvider(() -> SecretRef.resolve(token));
    }
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientFactory(new OkHttpClientFactory())
        .build();
  }
}
