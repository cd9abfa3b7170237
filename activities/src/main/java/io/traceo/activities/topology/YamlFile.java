package io.traceo.activities.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One YAML file: its content, its schema's findings, and the line of every value. */
final class YamlFile {
  private static final ObjectMapper MAPPER =
      new YAMLMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
          .registerModule(new SimpleModule().addDeserializer(Duration.class, new DurationText()));

  private final Path path;
  private final @Nullable Node root;
  private final @Nullable JsonNode json;
  private final List<Finding> findings = new ArrayList<>();

  private YamlFile(Path path, @Nullable Node root, @Nullable JsonNode json) {
    this.path = path;
    this.root = root;
    this.json = json;
  }

  /** Reads a file; what is wrong with it is among its findings. */
  static YamlFile read(Path path, String schema) {
    String text;
    try {
      text = Files.readString(path);
    } catch (IOException e) {
      YamlFile missing = new YamlFile(path, null, null);
      missing.error(0, "can't be read: " + e.getMessage());
      return missing;
    }
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      YamlFile file = new YamlFile(path, root, MAPPER.readTree(text));
      file.validate(text, schema);
      return file;
    } catch (MarkedYAMLException e) {
      YamlFile broken = new YamlFile(path, null, null);
      broken.error(
          e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1,
          "is no YAML: " + e.getProblem());
      return broken;
    } catch (JsonProcessingException e) {
      YamlFile broken = new YamlFile(path, null, null);
      broken.error(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage());
      return broken;
    }
  }

  private void validate(String text, String name) {
    try (InputStream resource = YamlFile.class.getResourceAsStream(name)) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(resource);
      for (Error error : schema.validate(text, InputFormat.YAML)) {
        String pointer = String.valueOf(error.getInstanceLocation());
        String property = error.getProperty();
        error(
            line(property == null ? pointer : pointer + "/" + property),
            pointer + ": " + error.getMessage());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("schema " + name, e);
    }
  }

  /** Turns the content into a record; null when it has errors. */
  <T> @Nullable T as(Class<T> type) {
    if (json == null || hasErrors()) {
      return null;
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      error(1, e.getOriginalMessage());
      return null;
    }
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
  }

  void error(int line, String reason) {
    findings.add(new Finding(Finding.Severity.ERROR, path.toString(), line, reason));
  }

  void error(String pointer, String reason) {
    error(line(pointer), reason);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Line of the value at a JSON pointer, or of the nearest one above it. */
  int line(String pointer) {
    Node at = root;
    int line = 1;
    for (String part : pointer.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      Node next = null;
      if (at instanceof MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(part)) {
            line = key.getStartMark().getLine() + 1;
            next = tuple.getValueNode();
          }
        }
      } else if (at instanceof SequenceNode sequence && part.chars().allMatch(Character::isDigit)) {
        int index = Integer.parseInt(part);
        if (index < sequence.getValue().size()) {
          next = sequence.getValue().get(index);
          line = next.getStartMark().getLine() + 1;
        }
      }
      if (next == null) {
        return line;
      }
      at = next;
    }
    return line;
  }

  /** Durations as people type them: {@code 250ms}, {@code 5s}, {@code 5m}, {@code 1h}. */
  private static final class DurationText extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationText() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(
        com.fasterxml.jackson.core.JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText().strip();
      int digits = 0;
      while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
        digits++;
      }
      if (digits == 0) {
        throw context.weirdStringException(
            text, Duration.class, "a duration is typed as 250ms, 5s");
      }
      long amount = Long.parseLong(text.substring(0, digits));
      return switch (text.substring(digits)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default ->
            throw context.weirdStringException(text, Duration.class, "units are ms, s, m and h");
      };
    }
  }
}
