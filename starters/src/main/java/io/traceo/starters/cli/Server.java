package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * The Temporal server to talk to: a configured one, else the environment that is up, else one that
 * is brought up. A configured one that doesn't answer is an error, never a reason to use another.
 */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final boolean configured;
  private final EnvironmentProvider.@org.jspecify.annotations.Nullable Environment environment;

  private Server(
      WorkflowServiceStubs stubs,
      WorkflowClientOptions options,
      boolean configured,
      EnvironmentProvider.@org.jspecify.annotations.Nullable Environment environment) {
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs, options.toBuilder().setDataConverter(PayloadMapper.dataConverter()).build());
    this.configured = configured;
    this.environment = environment;
  }

  /** The configured one or the environment that is up. */
  static Server existing() {
    return find(false, line -> {})
        .orElseThrow(
            () ->
                CliException.environment(
                    "no lab is up and no Temporal address is configured; try: traceo lab up"
                        + " --detach, or set TEMPORAL_ADDRESS"));
  }

  /** As {@link #existing()}, bringing an environment up when there is none. */
  static Server existingOrNew(Consumer<String> progress) {
    return find(true, progress)
        .orElseThrow(
            () -> CliException.environment("this program was built without a lab to drill in"));
  }

  private static Optional<Server> find(boolean bringUp, Consumer<String> progress) {
    if (isConfigured()) {
      return Optional.of(configured());
    }
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
      Optional<EnvironmentProvider.Environment> found = provider.running();
      if (found.isPresent()) {
        progress.accept("using " + found.get().describe());
        return Optional.of(of(found.get()));
      }
      if (bringUp) {
        return Optional.of(of(provider.bringUp(progress)));
      }
    }
    return Optional.empty();
  }

  /** Whether somebody said where Temporal is. */
  static boolean isConfigured() {
    return System.getenv("TEMPORAL_ADDRESS") != null || System.getenv("TEMPORAL_PROFILE") != null;
  }

  private static Server configured() {
    ClientConfigProfile profile;
    try {
      profile = ClientConfigProfile.load(LoadClientConfigProfileOptions.getDefaultInstance());
    } catch (IOException e) {
      throw CliException.environment(
          "the Temporal client configuration can't be read: " + e.getMessage());
    }
    WorkflowServiceStubsOptions options = profile.toWorkflowServiceStubsOptions();
    return new Server(
        connect(options, "configured by the environment"),
        profile.toWorkflowClientOptions(),
        true,
        null);
  }

  private static Server of(EnvironmentProvider.Environment environment) {
    return new Server(
        connect(
            WorkflowServiceStubsOptions.newBuilder().setTarget(environment.address()).build(),
            "of " + environment.describe()),
        WorkflowClientOptions.newBuilder().setNamespace(environment.namespace()).build(),
        false,
        environment);
  }

  private static WorkflowServiceStubs connect(WorkflowServiceStubsOptions options, String whose) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
    try {
      stubs.connect(PATIENCE);
      return stubs;
    } catch (RuntimeException e) {
      stubs.shutdownNow();
      throw CliException.environment(
          "Temporal at "
              + options.getTarget()
              + " ("
              + whose
              + ") does not answer within "
              + PATIENCE.toSeconds()
              + " s. Nothing else is tried. Check the address, or unset TEMPORAL_ADDRESS to use a"
              + " lab");
    }
  }

  WorkflowClient client() {
    return client;
  }

  /** Whether the server was configured, so that more than a lab may be at stake. */
  boolean isForReal() {
    return configured;
  }

  @org.jspecify.annotations.Nullable
  String ui() {
    return environment == null ? null : environment.ui();
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    if (environment != null) {
      environment.close();
    }
  }
}
