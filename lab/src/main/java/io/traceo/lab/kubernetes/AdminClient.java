package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.traceo.activities.place.SecretRef;

/** The lab's own way into its API server, past every region's door. */
final class AdminClient {
  private AdminClient() {}

  static KubernetesClient open(ApiServer server, ClusterTokens tokens) {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.scheme() + "://" + server.endpoint())
            .withOauthTokenProvider(() -> SecretRef.resolve(tokens.admin()))
            .withRequestRetryBackoffLimit(0);
    if (server.caFile() != null) {
      config = config.withCaCertFile(server.caFile());
    }
    return new KubernetesClientBuilder().withConfig(config.build()).build();
  }
}
