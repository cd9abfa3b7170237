package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands in for a kubelet: says of every pod of the workloads that it is ready. */
final class PodsReady implements ResourceEventHandler<Pod>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PodsReady.class);

  private final KubernetesClient client;
  private final SharedIndexInformer<Pod> informer;

  PodsReady(KubernetesClient client) {
    this.client = client;
    this.informer = client.pods().inAnyNamespace().withLabels(Workloads.LABEL).inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null || running(pod)) {
      return;
    }
    try {
      Pod unused =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .editStatus(PodsReady::ready);
    } catch (KubernetesClientException e) {
      // It went while it was to be marked.
      log.debug("pod {}: {}", pod.getMetadata().getName(), e.getMessage());
    }
  }

  @Override
  public void onUpdate(Pod old, Pod pod) {
    onAdd(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {}

  private static boolean running(Pod pod) {
    return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private static Pod ready(Pod pod) {
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase("Running")
        .withConditions(condition("Ready"), condition("ContainersReady"))
        .endStatus()
        .build();
  }

  private static PodCondition condition(String type) {
    return new PodConditionBuilder().withType(type).withStatus("True").build();
  }

  @Override
  public void close() {
    informer.stop();
  }
}
