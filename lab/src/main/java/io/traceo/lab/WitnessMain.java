package io.traceo.lab;

import io.traceo.activities.meters.Meters;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workers.Configured;
import io.traceo.workers.ParentWatch;
import io.traceo.workers.ProcessEndpoint;
import io.traceo.workers.TemporalConnection;
import io.traceo.workers.WorkerMain.Arguments;
import io.traceo.workers.WorkerProcess;
import io.traceo.workers.metrics.ObserverMeters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A witness's process: the worker of its place and nothing else. Like every worker of a lab it can
 * be told where to die.
 */
public final class WitnessMain {
  // A lab's processes all start at once, on a machine that may have other work.
  private static final Duration CONNECT = Duration.ofSeconds(60);

  private WitnessMain() {}

  /** Runs until the process is ended, or the lab is gone. */
  public static void main(String[] args) throws Exception {
    Arguments arguments = new Arguments(List.of(args));
    arguments.parent().ifPresent(ParentWatch::endWith);
    serve(arguments, Configured.load(PlaceConfigFile.read(Path.of(arguments.need("config")))));
  }

  /** Serves a place's own task queue, and does not come back. */
  static void serve(Arguments arguments, Configured configured)
      throws IOException, InterruptedException {
    try (Meters meters = new Meters();
        TemporalConnection temporal =
            TemporalConnection.open(
                arguments.need("temporal"),
                arguments.need("namespace"),
                arguments.need("name"),
                CONNECT,
                meters.scope());
        ProcessEndpoint endpoint =
            ProcessEndpoint.start(arguments.portFile(), configured.health().probes(), meters);
        WorkerProcess worker =
            WorkerProcess.start(
                temporal.client(),
                configured.place(),
                false,
                new WorkerProcess.ActivitySet(configured.placeActivities(), List.of()),
                new DiesAt(Path.of(arguments.need("dies-at"))))) {
      ObserverMeters.bind(meters, configured.health()::figures);
      endpoint.ready();
      new CountDownLatch(1).await();
    }
  }
}
