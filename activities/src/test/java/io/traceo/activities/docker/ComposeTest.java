package io.traceo.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workflows.contract.SearchAttributeKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compose stack, by the schema of the compose specification and by the house's own rules. */
class ComposeTest {
  private ObjectNode stack;

  @BeforeEach
  void read() throws IOException {
    stack = (ObjectNode) Yamls.read("compose.yaml");
  }

  @Test
  void theSpecificationAcceptsItAndRefusesAMisspeltField() throws IOException {
    assertThat(problems()).isEmpty();
    ((ObjectNode) service("temporal")).put("healtcheck", "none");
    assertThat(problems()).singleElement().asString().contains("healtcheck");
  }

  @Test
  void nothingIsReachedFromOtherMachines() {
    List<String> ports = new ArrayList<>();
    services().forEach(s -> s.path("ports").forEach(port -> ports.add(port.asText())));
    assertThat(ports).hasSize(5).allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    assertThat(services()).noneMatch(s -> s.has("network_mode") || s.has("privileged"));
  }

  @Test
  void everyImageIsOfOneVersionAndEveryServerIsWatched() {
    assertThat(services())
        .allSatisfy(s -> assertThat(s.path("image").asText()).matches("[a-z/-]+:v?\\d+\\.\\d+.*"))
        .allSatisfy(
            s ->
                assertThat(s.has("healthcheck"))
                    .isEqualTo(!s.path("restart").asText().contains("on-failure")));
  }

  @Test
  void secretsStandInFilesAndEachIsDeclared() throws IOException {
    Set<String> used = new TreeSet<>();
    services().forEach(s -> s.path("secrets").forEach(secret -> used.add(secret.asText())));
    JsonNode declared = stack.path("secrets");
    assertThat(declared.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(used);
    assertThat(declared).allMatch(s -> s.path("file").asText().startsWith("./secrets/"));
    List<String> alerting = new ArrayList<>();
    service("alertmanager")
        .path("secrets")
        .forEach(s -> alerting.add("/run/secrets/" + s.asText()));
    assertThat(files(Yamls.read("alertmanager/alertmanager.yml"), new TreeSet<>()))
        .containsExactlyInAnyOrderElementsOf(alerting);
    assertThat(services())
        .allSatisfy(
            s ->
                s.path("environment")
                    .properties()
                    .forEach(
                        v ->
                            assertThat(v.getKey())
                                .doesNotMatch(".*(PWD|PASSWORD|TOKEN|SECRET|KEY)")));
  }

  @Test
  void whatIsMountedAndWaitedForIsThere() {
    services()
        .forEach(
            s -> {
              s.path("depends_on")
                  .fieldNames()
                  .forEachRemaining(name -> assertThat(stack.path("services").has(name)).isTrue());
              s.path("volumes").forEach(v -> mounted(v.asText().split(":", -1)[0]));
            });
  }

  private void mounted(String source) {
    if (!source.startsWith(".")) {
      assertThat(stack.path("volumes").has(source)).as(source).isTrue();
    } else if (!source.startsWith("./secrets/")) {
      assertThat(Yamls.FOLDER.resolve(source)).exists();
    }
  }

  @Test
  void theNamespaceGetsEverySearchAttribute() throws IOException {
    String script = Files.readString(Yamls.FOLDER.resolve("temporal/namespace"));
    assertThat(script)
        .contains(
            "for name in "
                + String.join(
                    " ", SearchAttributeKeys.ALL.stream().map(key -> key.getName()).toList())
                + "; do");
  }

  @Test
  void theExampleOfAPlaceIsReadAsTheWorkersReadIt() {
    PlaceConfig example = PlaceConfigFile.read(Yamls.FOLDER.resolve("place/control.example.yaml"));
    assertThat(example.groups().get("na").databases()).hasSize(3);
    assertThat(example.simulated()).isEmpty();
  }

  private static Set<String> files(JsonNode node, Set<String> found) {
    node.properties()
        .forEach(
            field -> {
              if (field.getKey().endsWith("_file")) {
                found.add(field.getValue().asText());
              }
            });
    node.forEach(child -> files(child, found));
    return found;
  }

  private JsonNode service(String name) {
    return stack.path("services").path(name);
  }

  private Iterable<JsonNode> services() {
    return stack.path("services");
  }

  private List<Error> problems() throws IOException {
    try (InputStream file = ComposeTest.class.getResourceAsStream("compose-spec.json")) {
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(file);
      // It is no absolute address, as the validator wants one.
      schema.remove("$id");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(stack);
    }
  }
}
