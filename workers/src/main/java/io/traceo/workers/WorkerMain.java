package io.traceo.workers;

import io.temporal.common.interceptors.WorkerInterceptor;
import io.traceo.activities.meters.Meters;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workers.metrics.GroupMeters;
import io.traceo.workers.metrics.ObserverMeters;
import io.traceo.workers.metrics.RunMeters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control worker: workflows, control activities, and the observer of its place.
 *
 * <p>{@code java -XX:+ExitOnOutOfMemoryError ... WorkerMain --config FILE --temporal HOST:PORT
 * --namespace NAME --name NAME [--port-file FILE] [--listen HOST:PORT] [--parent PID]}; without
 * that flag it does not start. Its endpoint is on a free port of this machine unless {@code
 * --listen} says where.
 */
public final class WorkerMain {
  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);

  private static final Duration ASK_GROUPS = Duration.ofSeconds(15);

  private WorkerMain() {}

  /** Runs until the process is ended, or its parent is gone. */
  public static void main(String[] args) throws Exception {
    run(new Arguments(List.of(args)));
  }

  /**
   * As {@link #main}, with somebody looking over the worker's shoulder.
   *
   * @param interceptors hear of every activity, for example to measure it
   */
  public static void run(Arguments arguments, WorkerInterceptor... interceptors) throws Exception {
    MemoryRule.require();
    arguments.parent().ifPresent(ParentWatch::endWith);
    Configured configured =
        Configured.load(PlaceConfigFile.read(Path.of(arguments.need("config"))));
    try (Meters meters = new Meters();
        TemporalConnection temporal =
            TemporalConnection.open(
                arguments.need("temporal"),
                arguments.need("namespace"),
                arguments.need("name"),
                Duration.ofSeconds(30),
                meters.scope());
        ProcessEndpoint endpoint =
            ProcessEndpoint.start(
                arguments.listen(), arguments.portFile(), configured.health().probes(), meters);
        WorkerProcess worker = startControl(configured, temporal, measured(meters, interceptors));
        GroupMeters groups =
            GroupMeters.start(
                meters.registry(),
                temporal.client(),
                List.copyOf(configured.config().groups().keySet()),
                ASK_GROUPS);
        WarmUp warmUp = WarmUp.start(configured, temporal.client())) {
      ObserverMeters.bind(meters, configured.health()::figures);
      log.info(
          "{} serves {} on port {}", arguments.need("name"), configured.place(), endpoint.port());
      endpoint.ready();
      new CountDownLatch(1).await();
    }
  }

  private static WorkerInterceptor[] measured(Meters meters, WorkerInterceptor... others) {
    List<WorkerInterceptor> all = new ArrayList<>(List.of(others));
    all.add(new RunMeters(meters.registry()));
    return all.toArray(new WorkerInterceptor[0]);
  }

  private static WorkerProcess startControl(
      Configured configured, TemporalConnection temporal, WorkerInterceptor... interceptors) {
    temporal.registerSearchAttributes();
    return WorkerProcess.start(
        temporal.client(),
        configured.place(),
        true,
        new WorkerProcess.ActivitySet(
            configured.placeActivities(), configured.controlActivities(temporal)),
        interceptors);
  }

  /** Command line of a worker process. */
  public static final class Arguments {
    private final List<String> args;

    /** Reads {@code --name value} pairs. */
    public Arguments(List<String> args) {
      this.args = new ArrayList<>(args);
    }

    /** The value of an option that must be there. */
    public String need(String name) {
      int at = args.indexOf("--" + name);
      if (at < 0 || at + 1 >= args.size()) {
        throw new IllegalArgumentException("option --" + name + " is missing");
      }
      return args.get(at + 1);
    }

    /** Where the process's endpoint listens. */
    public Endpoint listen() {
      if (!args.contains("--listen")) {
        return new Endpoint("127.0.0.1", 0);
      }
      String at = need("listen");
      int colon = at.lastIndexOf(':');
      try {
        return new Endpoint(at.substring(0, colon), Integer.parseInt(at.substring(colon + 1)));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException("option --listen is HOST:PORT, not " + at, e);
      }
    }

    /** Process that this one must not outlive. */
    public java.util.Optional<Long> parent() {
      return args.contains("--parent")
          ? java.util.Optional.of(Long.parseLong(need("parent")))
          : java.util.Optional.empty();
    }

    /** Where to write the port of the process's endpoint. */
    public Path portFile() {
      return Path.of(need("port-file"));
    }
  }
}
