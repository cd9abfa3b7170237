package io.traceo.activities.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a JSON Schema has against a document, in words that say what to do. */
final class SchemaCheck {
  private final JsonNode document;
  private final Schema schema;

  /** With a schema among this package's resources. */
  SchemaCheck(String name) {
    try (InputStream resource = SchemaCheck.class.getResourceAsStream(name)) {
      document = new ObjectMapper().readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("schema " + name, e);
    }
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
  }

  /** Everything that is wrong, with the JSON pointer it is wrong at. */
  void check(JsonNode content, YamlFile file) {
    for (Error error : schema.validate(content)) {
      String pointer = error.getInstanceLocation().toString();
      boolean unknown = error.getKeyword().equals("additionalProperties");
      file.error(unknown ? pointer + "/" + error.getProperty() : pointer, reason(error, pointer));
    }
  }

  private String reason(Error error, String pointer) {
    String where = pointer.isEmpty() ? "the file" : pointer.substring(1).replace('/', '.');
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          "unknown field \""
              + error.getProperty()
              + "\"; correct or remove it, known fields are "
              + String.join(", ", knownFields(error));
      case "required" -> where + ": field \"" + error.getProperty() + "\" is missing; add it";
      case "enum" ->
          where
              + ": "
              + error.getInstanceNode()
              + " is not possible; choose one of "
              + values(error.getSchemaNode());
      default -> where + ": " + error.getInstanceNode() + " " + plain(error) + hint(error);
    };
  }

  private static String plain(Error error) {
    return switch (error.getKeyword()) {
      case "pattern", "type" -> "can't stand here";
      default -> error.getMessage();
    };
  }

  private static String values(JsonNode choices) {
    return String.join(
        ", ", StreamSupport.stream(choices.spliterator(), false).map(JsonNode::asText).toList());
  }

  private List<String> knownFields(Error error) {
    List<String> known = new ArrayList<>();
    around(error).path("properties").fieldNames().forEachRemaining(known::add);
    return known;
  }

  /** The description beside the keyword that isn't met. */
  private String hint(Error error) {
    String description = around(error).path("description").asText();
    if (!description.isEmpty()) {
      return "; it is " + description;
    }
    return error.getKeyword().equals("type")
        ? "; it is " + error.getSchemaNode().asText().replace("array", "a list")
        : "";
  }

  private JsonNode around(Error error) {
    String keyword = error.getSchemaLocation().getFragment().toString();
    return document.at(keyword.substring(0, Math.max(0, keyword.lastIndexOf('/'))));
  }
}
