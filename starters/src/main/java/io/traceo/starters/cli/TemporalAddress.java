package io.traceo.starters.cli;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.util.Optional;

/** Whether somebody said where Temporal is: in the environment, or in Temporal's client file. */
final class TemporalAddress {
  private TemporalAddress() {}

  /**
   * The profile that was configured; empty when nobody named an address or a profile.
   *
   * @throws CliException when there is a configuration and it can't be read
   */
  static Optional<ClientConfigProfile> configured(Settings settings) {
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder()
                  .setEnvOverrides(settings.environment())
                  .build());
      String address = profile.getAddress();
      boolean named = settings.variable("TEMPORAL_PROFILE") != null;
      return named || (address != null && !address.isBlank())
          ? Optional.of(profile)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw CliException.environment(
          "Temporal's client configuration can't be used: "
              + e.getMessage()
              + ". Correct the TEMPORAL_ variables or the file, or unset them to use a lab");
    }
  }
}
