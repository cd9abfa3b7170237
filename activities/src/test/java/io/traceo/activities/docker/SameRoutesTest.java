package io.traceo.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file for Alertmanager and the one for its operator say the same, as it is required. */
class SameRoutesTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonNode file;

  @BeforeEach
  void read() throws IOException {
    file = Yamls.read("alertmanager/alertmanager.yml");
  }

  @Test
  void theOperatorsResourceIsTheFileInItsOwnWords() throws IOException {
    JsonNode spec = Yamls.read("alertmanager/alertmanagerconfig.yaml").path("spec");
    assertThat(spec.path("route").path("routes")).hasSize(6);
    assertThat(translated(spec)).isEqualTo(file);
  }

  @Test
  void timingsAndReceiversAreTheOnesAskedFor() {
    JsonNode root = file.path("route");
    assertThat(root.path("group_by")).hasToString("[\"alertname\",\"severity\"]");
    assertThat(timings(root)).isEqualTo("10s 10s 1h");
    JsonNode incidents = root.path("routes").path(0);
    assertThat(incidents.path("matchers")).hasToString("[\"traceo_incident=\\\"true\\\"\"]");
    assertThat(incidents.path("continue").asBoolean()).isTrue();
    assertThat(incidents.path("group_by")).hasToString("[\"group\"]");
    assertThat(timings(incidents)).isEqualTo("0s 1s 1m");
    assertThat(root.path("routes").path(1).path("repeat_interval").asText()).isEqualTo("15m");
  }

  @Test
  void theApiHearsOfTheEndAndKnowsWhoAsks() {
    JsonNode hook = file.path("receivers").path(0).path("webhook_configs").path(0);
    assertThat(hook.path("url").asText()).endsWith("/v1/alerts");
    assertThat(hook.path("send_resolved").asBoolean()).isTrue();
    assertThat(hook.at("/http_config/authorization/credentials_file").asText()).isNotEmpty();
  }

  private static String timings(JsonNode route) {
    return String.join(
        " ",
        route.path("group_wait").asText(),
        route.path("group_interval").asText(),
        route.path("repeat_interval").asText());
  }

  private static JsonNode translated(JsonNode node) {
    if (node.isArray()) {
      ArrayNode all = NODES.arrayNode();
      node.forEach(one -> all.add(one.has("matchType") ? matcher(one) : translated(one)));
      return all;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode fields = NODES.objectNode();
    node.properties()
        .forEach(
            field -> {
              String name = snake(field.getKey());
              JsonNode value = field.getValue();
              if (value.has("key")) {
                fields.put(name + "_file", "/run/secrets/" + value.path("key").asText());
              } else {
                fields.set(name, translated(value));
              }
            });
    return fields;
  }

  private static JsonNode matcher(JsonNode node) {
    return NODES.textNode(
        node.path("name").asText()
            + node.path("matchType").asText()
            + '"'
            + node.path("value").asText()
            + '"');
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z])([A-Z]+)", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
