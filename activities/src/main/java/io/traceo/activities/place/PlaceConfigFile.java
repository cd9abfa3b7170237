package io.traceo.activities.place;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Reads and writes a place's configuration as YAML. */
public final class PlaceConfigFile {
  private static final ObjectMapper MAPPER =
      new YAMLMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

  private PlaceConfigFile() {}

  /**
   * Reads the file; an unknown field is an error.
   *
   * @throws UncheckedIOException naming the file
   */
  public static PlaceConfig read(Path file) {
    try {
      return MAPPER.readValue(file.toFile(), PlaceConfig.class);
    } catch (IOException e) {
      throw new UncheckedIOException("place configuration " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the file for its owner only. */
  public static void write(Path file, PlaceConfig config) {
    try {
      Files.writeString(file, MAPPER.writeValueAsString(config));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
