package io.traceo.starters.cli;

import com.uber.m3.tally.Scope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.serviceclient.rpcretry.DefaultStubServiceOperationRpcRetryOptions;
import io.traceo.starters.cli.EnvironmentProvider.Environment;
import io.traceo.workflows.contract.PayloadMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Temporal server to talk to: a configured one, else the environment that is up, else one that
 * is brought up. A configured one that doesn't answer is an error, never a reason to use another.
 */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final @Nullable Environment environment;

  private Server(
      WorkflowServiceStubs stubs,
      WorkflowClientOptions options,
      @Nullable Environment environment) {
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs, options.toBuilder().setDataConverter(PayloadMapper.dataConverter()).build());
    this.environment = environment;
  }

  /**
   * The configured one or the environment that is up.
   *
   * @param group that there is work on; null for work on all groups of a namespace: that of the
   *     environment's first
   */
  static Server existing(Settings settings, @Nullable String group) {
    return find(settings, group, false, line -> {})
        .orElseThrow(
            () ->
                CliException.environment(
                    "no lab is up and no Temporal address is configured; try: traceo lab up"
                        + " --detach --group "
                        + (group == null ? "na" : group)
                        + ", or set TEMPORAL_ADDRESS"));
  }

  /** The same for work on every group that it runs. */
  static Server existing(Settings settings) {
    Optional<ClientConfigProfile> profile = TemporalAddress.configured(settings);
    if (profile.isPresent()) {
      return configured(profile.get());
    }
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
      Optional<Environment> found = provider.running();
      if (found.isPresent()) {
        return of(found.get(), found.get().namespaces().keySet().iterator().next());
      }
    }
    throw CliException.environment(
        "no lab is up and no Temporal address is configured; try: traceo lab up --detach, or set"
            + " TEMPORAL_ADDRESS");
  }

  /**
   * The same for a service: a configured one is not asked yet, and calls end within seconds while
   * it is away.
   */
  static Server patient(Settings settings, Scope measures) {
    Optional<ClientConfigProfile> profile = TemporalAddress.configured(settings);
    if (profile.isEmpty()) {
      return existing(settings);
    }
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(profile.get().toWorkflowServiceStubsOptions())
            .setRpcTimeout(PATIENCE)
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder(DefaultStubServiceOperationRpcRetryOptions.INSTANCE)
                    .setExpiration(PATIENCE)
                    .build())
            .setConnectionBackoffResetFrequency(Duration.ofSeconds(2))
            .setMetricsScope(measures)
            .build();
    return new Server(
        WorkflowServiceStubs.newServiceStubs(options),
        profile.get().toWorkflowClientOptions(),
        null);
  }

  /** As {@link #existing}, bringing an environment up when there is none. */
  static Server existingOrNew(Settings settings, String group, Consumer<String> progress) {
    return find(settings, group, true, progress)
        .orElseThrow(
            () -> CliException.environment("this program was built without a lab to drill in"));
  }

  private static Optional<Server> find(
      Settings settings, @Nullable String group, boolean bringUp, Consumer<String> progress) {
    Optional<ClientConfigProfile> profile = TemporalAddress.configured(settings);
    if (profile.isPresent()) {
      return Optional.of(configured(profile.get()));
    }
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
      Optional<Environment> found = provider.running();
      if (found.isPresent()) {
        progress.accept("using " + found.get().describe());
        return Optional.of(of(found.get(), group));
      }
      if (bringUp && group != null) {
        return Optional.of(of(bringUp(provider, group, progress), group));
      }
    }
    return Optional.empty();
  }

  private static Environment bringUp(
      EnvironmentProvider provider, String group, Consumer<String> progress) {
    try {
      return provider.bringUp(group, progress);
    } catch (IllegalStateException e) {
      throw CliException.environment(String.valueOf(e.getMessage()));
    }
  }

  private static Server configured(ClientConfigProfile profile) {
    return new Server(
        connect(profile.toWorkflowServiceStubsOptions(), "which is configured"),
        profile.toWorkflowClientOptions(),
        null);
  }

  private static Server of(Environment environment, @Nullable String group) {
    try {
      String namespace =
          group == null
              ? environment.namespaces().values().iterator().next()
              : environment.namespaces().get(group);
      if (namespace == null) {
        throw new CliException(
            ExitCodes.REFUSED,
            environment.describe()
                + ", runs "
                + String.join(", ", environment.namespaces().keySet())
                + ", not "
                + group
                + "; bring it down and one with "
                + group
                + " up: traceo lab down && traceo lab up --detach --group "
                + group);
      }
      return new Server(
          connect(
              WorkflowServiceStubsOptions.newBuilder().setTarget(environment.address()).build(),
              "of " + environment.describe()),
          WorkflowClientOptions.newBuilder().setNamespace(namespace).build(),
          environment);
    } catch (CliException e) {
      environment.close();
      throw e;
    }
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
              + ", "
              + whose
              + ", does not answer ("
              + Failures.inWords(e)
              + "). Nothing else is tried. Check the address and the server; to use a lab, unset"
              + " TEMPORAL_ADDRESS, or name a client file without an address in"
              + " TEMPORAL_CONFIG_FILE");
    }
  }

  WorkflowClient client() {
    return client;
  }

  /** On the same server, in another namespace. */
  WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        stubs, client.getOptions().toBuilder().setNamespace(namespace).build());
  }

  /** Namespace of every group that it runs; empty when only the configuration can tell. */
  Map<String, String> namespaces() {
    return environment == null ? Map.of() : environment.namespaces();
  }

  /** Whether the server was configured, so that more than a lab may be at stake. */
  boolean isForReal() {
    return environment == null;
  }

  @Nullable String ui() {
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
