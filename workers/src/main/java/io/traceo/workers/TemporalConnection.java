package io.traceo.workers;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.SearchAttributeKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to Temporal with the house's payload mapper. */
public final class TemporalConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TemporalConnection.class);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private TemporalConnection(WorkflowServiceStubs stubs, String namespace, String identity) {
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setIdentity(identity)
                .setDataConverter(PayloadMapper.dataConverter())
                .build());
  }

  /**
   * Connects and waits until the server answers.
   *
   * @param identity what the Web UI shows for this process
   * @throws RuntimeException when it doesn't answer within the patience
   */
  public static TemporalConnection open(
      String address, String namespace, String identity, Duration patience) {
    return open(address, namespace, identity, patience, new NoopScope());
  }

  /**
   * The same, measured.
   *
   * @param scope hears of every call, and of what workers and workflows do
   */
  public static TemporalConnection open(
      String address, String namespace, String identity, Duration patience, Scope scope) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setMetricsScope(scope)
                .setKeepAliveTime(Duration.ofSeconds(10))
                .setKeepAliveTimeout(Duration.ofSeconds(5))
                .build());
    connect(stubs, patience);
    return new TemporalConnection(stubs, namespace, identity);
  }

  /** The SDK gives its first question some seconds of its own, however patient one is. */
  private static void connect(WorkflowServiceStubs stubs, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        stubs.connect(Duration.ofNanos(Math.max(1_000_000_000L, end - System.nanoTime())));
        return;
      } catch (StatusRuntimeException e) {
        boolean late = e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
        if (!late || System.nanoTime() > end) {
          stubs.shutdownNow();
          throw e;
        }
      }
    }
  }

  /** The client. */
  public WorkflowClient client() {
    return client;
  }

  /**
   * Whether the namespace knows our search attributes. Setting one that isn't registered would
   * block a run forever, so that this is asked once at start and travels in the plan.
   */
  public boolean hasSearchAttributes() {
    try {
      return missing().isEmpty();
    } catch (StatusRuntimeException e) {
      log.info("search attributes are left out: {}", e.getStatus());
      return false;
    }
  }

  /**
   * Registers the search attributes that the namespace lacks. Where that is not allowed, runs go
   * without: lists in the Web UI can't be filtered by them then.
   */
  public void registerSearchAttributes() {
    List<String> missing = List.of();
    try {
      missing = missing();
      if (!missing.isEmpty()) {
        add(missing);
        log.info("registered search attributes {}", missing);
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        log.warn(unregistered(missing, client.getOptions().getNamespace(), e.getStatus()));
      }
    }
  }

  /** What an administrator has to do. */
  static String unregistered(List<String> missing, String namespace, Status why) {
    List<String> names =
        missing.isEmpty()
            ? SearchAttributeKeys.ALL.stream().map(SearchAttributeKey::getName).toList()
            : missing;
    return "search attributes "
        + String.join(", ", names)
        + " could not be registered in namespace "
        + namespace
        + " ("
        + why.getCode()
        + (why.getDescription() == null ? "" : ": " + why.getDescription())
        + "). Runs go on without them, and lists in the Web UI can't be filtered by group or phase."
        + " Whoever may, runs once, and restarts the workers: "
        + names.stream()
            .map(
                name ->
                    "temporal operator search-attribute create --namespace "
                        + namespace
                        + " --type Keyword --name "
                        + name)
            .collect(Collectors.joining(" && "));
  }

  private List<String> missing() {
    Set<String> known =
        operator()
            .blockingStub()
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .build())
            .getCustomAttributesMap()
            .keySet();
    return SearchAttributeKeys.ALL.stream()
        .map(SearchAttributeKey::getName)
        .filter(name -> !known.contains(name))
        .toList();
  }

  private void add(List<String> names) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(client.getOptions().getNamespace());
    names.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    var unused = operator().blockingStub().addSearchAttributes(request.build());
  }

  private OperatorServiceStubs operator() {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(stubs.getRawChannel())
            .validateAndBuildWithDefaults());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
