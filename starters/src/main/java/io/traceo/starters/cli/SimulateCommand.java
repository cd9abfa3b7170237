package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.capacity.simulation.Simulation;
import io.traceo.activities.capacity.simulation.SimulationReport;
import io.traceo.activities.capacity.simulation.Sizing;
import io.traceo.activities.capacity.simulation.Trace;
import io.traceo.activities.capacity.simulation.TraceException;
import io.traceo.activities.capacity.simulation.TraceFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo capacity simulate}. Asks nobody and changes nothing. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "What ways of scaling would have cost on real demand, and how long they would have been short.",
      "Demand is played to a model of the HorizontalPodAutoscaler that is tested against decisions of",
      "the real one. Sizes and targets are set from the days before those that are judged."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final List<String> SHIPPED =
      List.of("nyc_taxi_30min.csv", "vic_elec_30min.csv", "worldcup98_requests_5min.csv");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "demand as CSV: timestamp,value at equal distances, 37 days and more (without: the three"
              + " traces that come with the program)")
  private @Nullable Path trace;

  @Option(
      names = "--as-is",
      description =
          "the values are metrics per second of a region (without: they are scaled until their peak,"
              + " with headroom, needs the most pods)")
  private boolean asIs;

  @Option(
      names = "--pod-start",
      paramLabel = "MINUTES",
      split = ",",
      description = "until a pod is ready (${DEFAULT-VALUE})",
      defaultValue = "3,5,10")
  private List<Integer> podStart = List.of();

  @Option(
      names = "--min",
      description = "fewest pods of the region (${DEFAULT-VALUE}: a seventh of 100)",
      defaultValue = "14")
  private int min;

  @Option(
      names = "--max",
      description = "most pods of the region (${DEFAULT-VALUE}: a seventh of 1000)",
      defaultValue = "143")
  private int max;

  @Option(
      names = "--per-pod",
      description = "metrics per second that a pod should take (${DEFAULT-VALUE})",
      defaultValue = "100000")
  private double perPod;

  @Option(
      names = "--headroom",
      description = "of the static size, times the peak (${DEFAULT-VALUE})",
      defaultValue = "1.3")
  private double headroom;

  @Option(
      names = "--metric-lag",
      paramLabel = "SECONDS",
      description = "how old the metrics are that the autoscaler sees (${DEFAULT-VALUE})",
      defaultValue = "60")
  private int metricLag;

  @Option(names = "--json", description = "everything as JSON")
  private boolean json;

  SimulateCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Sizing sizing = sizing();
    List<SimulationReport> reports = new ArrayList<>();
    for (Trace one : traces()) {
      SimulationReport report = simulate(one, sizing, err);
      reports.add(report);
      if (!json) {
        new SimulationText(out).print(report);
        out.flush();
      }
    }
    if (json) {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(reports));
      out.flush();
    }
    return ExitCodes.OK;
  }

  private Sizing sizing() {
    for (int minutes : podStart) {
      if (minutes < 1 || minutes > Simulation.LONGEST_START) {
        throw usage(
            "--pod-start must be 1 to " + Simulation.LONGEST_START + " minutes, not " + minutes);
      }
    }
    try {
      return new Sizing(min, max, perPod, headroom, metricLag);
    } catch (TraceException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private SimulationReport simulate(Trace one, Sizing sizing, PrintWriter err) {
    try {
      double scale = asIs ? 1 : Simulation.scale(one, sizing);
      return new Simulation(one, sizing, scale)
          .run(
              podStart,
              done -> {
                err.println(done);
                err.flush();
              });
    } catch (TraceException e) {
      throw CliException.environment(Failures.inWords(e));
    }
  }

  /** Those that are asked for, all of them read before the first is played. */
  private List<Trace> traces() {
    try {
      if (trace != null) {
        return List.of(TraceFile.read(trace));
      }
      Path data = settings.traces();
      return SHIPPED.stream().map(data::resolve).map(TraceFile::read).toList();
    } catch (TraceException e) {
      throw CliException.environment(Failures.inWords(e));
    }
  }

  private static CliException usage(String message) {
    return new CliException(ExitCodes.USAGE, message + "; nothing was simulated");
  }
}
