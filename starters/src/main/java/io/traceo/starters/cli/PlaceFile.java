package io.traceo.starters.cli;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How places reach everything: the configurations that were named, or those of what is up. */
final class PlaceFile {
  private static final String VARIABLE = "TRACEO_PLACE";

  private PlaceFile() {}

  /**
   * The configurations; empty when nobody named one and nothing is up.
   *
   * @throws CliException when one can't be read
   */
  static List<PlaceConfig> find(Settings settings) {
    String named = settings.variable(VARIABLE);
    List<Path> files =
        named != null
            ? Stream.of(named.split(File.pathSeparator)).map(Path::of).toList()
            : running().map(EnvironmentProvider::placeConfigs).orElse(List.of());
    try {
      return files.stream().map(PlaceConfigFile::read).toList();
    } catch (UncheckedIOException e) {
      throw CliException.environment(
          e.getMessage()
              + "; correct the file"
              + (named == null ? "" : ", or name another with " + VARIABLE));
    }
  }

  /** Where Temporal is, when somebody says so. */
  static @Nullable String temporal(Settings settings) {
    String address = settings.variable("TEMPORAL_ADDRESS");
    if (address != null || settings.variable(VARIABLE) != null) {
      return address;
    }
    return running()
        .flatMap(EnvironmentProvider::running)
        .map(EnvironmentProvider.Environment::address)
        .orElse(null);
  }

  private static Optional<EnvironmentProvider> running() {
    return ServiceLoader.load(EnvironmentProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> !p.placeConfigs().isEmpty())
        .findFirst();
  }
}
