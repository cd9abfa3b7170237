package io.traceo.lab.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Alertmanager's configuration for its operator, asked of an API server that knows its type. */
final class AlertingResource {
  private static final Path FILE =
      Path.of("..", "docker", "alertmanager", "alertmanagerconfig.yaml");
  private static final String TYPE =
      "/apis/monitoring.coreos.com/v1alpha1/namespaces/default/alertmanagerconfigs";

  private final KubernetesClient admin;

  AlertingResource(KubernetesClient admin) {
    this.admin = admin;
  }

  /** Makes the type known; it is served some moments later. */
  void define() throws IOException {
    try (InputStream crd =
        AlertingResource.class.getResourceAsStream("alertmanagerconfigs-crd.json")) {
      var unused =
          admin.raw(
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
              "POST",
              new ObjectMapper().readTree(crd));
    }
  }

  boolean served() {
    try {
      return admin.raw(TYPE) != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  String file() throws IOException {
    return Files.readString(FILE);
  }

  /**
   * What the API server has against the text. The type leaves routes below the first one open,
   * since it can't name itself: each of them is asked about as if it were the first.
   */
  List<String> refusals(String text) {
    ObjectNode resource = Serialization.unmarshal(text, ObjectNode.class);
    List<String> refusals = new ArrayList<>();
    ask(resource, refusals);
    ObjectNode spec = (ObjectNode) resource.path("spec");
    for (JsonNode route : spec.path("route").path("routes")) {
      spec.set("route", route);
      ask(resource, refusals);
    }
    return refusals;
  }

  private void ask(JsonNode resource, List<String> refusals) {
    try {
      var unused = admin.raw(TYPE + "?dryRun=All&fieldValidation=Strict", "POST", resource);
    } catch (KubernetesClientException e) {
      refusals.add(String.valueOf(e.getMessage()));
    }
  }
}
