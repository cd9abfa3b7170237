package io.traceo.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files below {@code docker}, with their anchors followed. */
final class Yamls {
  static final Path FOLDER = Path.of("..", "docker");

  private Yamls() {}

  static JsonNode read(String file) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
      Object content = new Yaml(new SafeConstructor(options)).load(reader);
      return new ObjectMapper().valueToTree(content);
    }
  }
}
