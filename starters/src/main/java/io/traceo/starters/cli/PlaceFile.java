package io.traceo.starters.cli;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** How a place reaches everything: the configuration that was named, or that of what is up. */
final class PlaceFile {
  private static final String VARIABLE = "TRACEO_PLACE";

  private PlaceFile() {}

  /**
   * The configuration; empty when nobody named one and nothing is up.
   *
   * @throws CliException when it is there and can't be read
   */
  static Optional<PlaceConfig> find(Settings settings) {
    String named = settings.variable(VARIABLE);
    Optional<Path> file =
        named != null
            ? Optional.of(Path.of(named))
            : running().flatMap(EnvironmentProvider::placeConfig);
    try {
      return file.map(PlaceConfigFile::read);
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
        .filter(p -> p.placeConfig().isPresent())
        .findFirst();
  }
}
