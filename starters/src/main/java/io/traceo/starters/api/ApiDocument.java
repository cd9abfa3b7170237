package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** {@code openapi.yaml}: what is served, and the schemas by which bodies are checked. */
final class ApiDocument {
  private static final String ID = "https://traceo.io/openapi";

  private final JsonNode document;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  ApiDocument() {
    ObjectMapper yaml = new YAMLMapper();
    try (InputStream resource = ApiDocument.class.getResourceAsStream("openapi.yaml")) {
      document = yaml.readTree(resource);
      // As a schema by itself: the validator knows no other part of the document.
      String text =
          new ObjectMapper()
              .writeValueAsString(Map.of("$defs", document.path("components").path("schemas")))
              .replace("#/components/schemas/", "#/$defs/");
      registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, text)));
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml", e);
    }
  }

  JsonNode content() {
    return document;
  }

  /** Everything that a body has against it, by the schema of the document with this name. */
  List<String> problems(String schema, JsonNode body) {
    List<String> problems = new ArrayList<>();
    for (Error error : schema(schema).validate(body)) {
      problems.add(inWords(error));
    }
    return problems;
  }

  private Schema schema(String name) {
    return schemas.computeIfAbsent(
        name, unused -> registry.getSchema(SchemaLocation.of(ID + "#/$defs/" + name)));
  }

  /** All operations, by {@code METHOD path}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> all = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (!method.getKey().equals("parameters")) {
                            all.put(
                                method.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey(),
                                method.getValue());
                          }
                        }));
    return all;
  }

  private static String inWords(Error error) {
    String at = error.getInstanceLocation().toString();
    String where = at.isEmpty() ? "the body" : "field " + at.substring(1).replace('/', '.');
    return switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties" ->
          (at.isEmpty() ? "" : where + ": ") + "unknown field \"" + error.getProperty() + "\"";
      case "required" ->
          (at.isEmpty() ? "" : where + ": ") + "field \"" + error.getProperty() + "\" is missing";
      case "enum" -> where + " is one of " + values(error.getSchemaNode());
      default -> where + ": " + error.getMessage();
    };
  }

  private static String values(JsonNode choices) {
    return String.join(
        ", ", StreamSupport.stream(choices.spliterator(), false).map(JsonNode::asText).toList());
  }
}
