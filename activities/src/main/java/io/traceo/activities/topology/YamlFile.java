package io.traceo.activities.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.traceo.activities.topology.YamlMarks.Place;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML file: its content, everything that is wrong with it, and the line of every value. */
final class YamlFile {
  private static final ObjectMapper MAPPER =
      new YAMLMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
          .registerModule(new SimpleModule().addDeserializer(Duration.class, new DurationText()));

  private final Path path;
  private final List<Finding> findings = new ArrayList<>();
  private YamlMarks marks = new YamlMarks(null);
  private @Nullable JsonNode json;

  private YamlFile(Path path) {
    this.path = path;
  }

  /** Reads a file and holds it against a schema; what is wrong with it is among its findings. */
  static YamlFile read(Path path, String schema) {
    YamlFile file = new YamlFile(path);
    String text = file.text();
    if (text == null) {
      return file;
    }
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root == null) {
        file.whole("is empty; see the one in the project's runbooks folder");
        return file;
      }
      file.marks = new YamlMarks(root);
      file.refuseDuplicates();
      JsonNode content = MAPPER.readTree(text);
      new SchemaCheck(schema).check(content, file);
      file.json = content;
    } catch (MarkedYAMLException e) {
      file.add(Finding.Severity.ERROR, placeOf(e), "", noYaml(e.getProblem()));
    } catch (YAMLException | JsonProcessingException e) {
      file.whole(noYaml(e.getMessage()));
    }
    return file;
  }

  private @Nullable String text() {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      whole("is not there; name another file or folder, or create it");
    } catch (CharacterCodingException e) {
      whole("is no UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      whole("can't be read (" + e.getMessage() + "); check what it is and who may read it");
    }
    return null;
  }

  /** A bracket that is never closed is wrong where it opens, not where the parser gave up. */
  private static Place placeOf(MarkedYAMLException e) {
    boolean open = e.getContext() != null && e.getContext().contains("flow");
    return Place.of(open ? e.getContextMark() : e.getProblemMark());
  }

  private static String noYaml(@Nullable String problem) {
    return "is no YAML: " + problem + "; correct it here or just above";
  }

  private void refuseDuplicates() {
    for (YamlMarks.Duplicate twice : marks.duplicates()) {
      add(
          Finding.Severity.ERROR,
          twice.second(),
          "",
          twice.key() + " stands already in line " + twice.first().line() + "; remove one");
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
      whole(e.getOriginalMessage());
      return null;
    }
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
  }

  void error(String pointer, String reason) {
    findings.add(at(Finding.Severity.ERROR, pointer, reason));
  }

  void warn(String pointer, String reason) {
    findings.add(at(Finding.Severity.WARN, pointer, reason));
  }

  /** A finding about a value, without keeping it. */
  Finding at(Finding.Severity severity, String pointer, String reason) {
    return finding(severity, marks.of(pointer), pointer, reason);
  }

  private void whole(String reason) {
    add(Finding.Severity.ERROR, new Place(0, 0), "", reason);
  }

  private void add(Finding.Severity severity, Place place, String pointer, String reason) {
    findings.add(finding(severity, place, pointer, reason));
  }

  private Finding finding(Finding.Severity severity, Place place, String pointer, String reason) {
    return new Finding(severity, path.toString(), place.line(), place.column(), pointer, reason);
  }

  /** In the order of the lines. */
  List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
  }
}
