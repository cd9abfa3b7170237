package io.traceo.lab;

import io.traceo.lab.postgres.LabCluster;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lab's processes: one per region, one per witness, and the control workers. */
public final class LabProcesses implements AutoCloseable {
  private static final int CONTROL_WORKERS = 2;
  // A region that keeps or restores backups holds some log segments of 16 MiB at a time.
  private static final int REGION_HEAP_MIB = 192;
  private static final int WITNESS_HEAP_MIB = 64;
  private static final int CONTROL_HEAP_MIB = 96;

  private final LabConfig configs;
  private final LabFolder folder;
  private final Path diesAt;
  private final Map<String, LabRegion> regions = new LinkedHashMap<>();
  private final Map<String, LabWorker> witnesses = new LinkedHashMap<>();
  private final Map<String, LabWorker> control = new LinkedHashMap<>();

  /** None yet; {@link #start} starts them. */
  LabProcesses(LabConfig configs, Path diesAt) {
    this.configs = configs;
    this.folder = configs.settings().folder();
    this.diesAt = diesAt;
  }

  /** Regions by name. */
  public Map<String, LabRegion> regions() {
    return regions;
  }

  /** Witnesses by name. */
  public Map<String, LabWorker> witnesses() {
    return witnesses;
  }

  /** Control workers by name, for example {@code control-1}. */
  public Map<String, LabWorker> control() {
    return control;
  }

  /** All of them, by name. */
  Map<String, LabPlace> places() {
    Map<String, LabPlace> places = new LinkedHashMap<>(control);
    places.putAll(regions);
    places.putAll(witnesses);
    return places;
  }

  /** Starts all of them and waits until they serve; says so in a line. */
  String start() {
    LabGroups groups = configs.groups();
    for (String region : configs.plan().regions()) {
      List<String> arguments = arguments(region);
      regions.put(
          region,
          new LabRegion(
              region,
              cluster(region).member(region),
              () -> JavaChild.start(folder, region, REGION_HEAP_MIB, RegionMain.class, arguments)));
    }
    regions.values().forEach(r -> r.process().awaitReady(folder));
    List<String> controls = groups.controls();
    for (String place : configs.plan().witnesses()) {
      if (!controls.contains(place)) {
        List<String> arguments = arguments(place);
        witnesses.put(
            place,
            new LabWorker(
                () ->
                    JavaChild.start(
                        folder, place, WITNESS_HEAP_MIB, WitnessMain.class, arguments)));
      }
    }
    for (String place : controls) {
      List<String> arguments = arguments(place);
      for (int i = 1; i <= CONTROL_WORKERS; i++) {
        String name = place + "-" + i;
        control.put(
            name,
            new LabWorker(
                () ->
                    JavaChild.start(folder, name, CONTROL_HEAP_MIB, ControlMain.class, arguments)));
      }
    }
    witnesses.values().forEach(w -> w.process().awaitReady(folder));
    control.values().forEach(c -> c.process().awaitReady(folder));
    return "workers: one in each of "
        + configs.plan().regions()
        + (witnesses.isEmpty() ? "" : ", of the witnesses " + witnesses.keySet())
        + ", "
        + CONTROL_WORKERS
        + " in "
        + String.join(", ", controls);
  }

  private LabCluster cluster(String region) {
    Optional<LabCluster> found =
        configs.clusters().values().stream().filter(c -> c.has(region)).findFirst();
    return found.orElseThrow(() -> new IllegalStateException(region + " has no database"));
  }

  private List<String> arguments(String place) {
    return List.of(
        "--config", configs.write(place).toString(),
        "--temporal", configs.temporalFrom(place),
        "--namespace", configs.namespaceOf(place),
        "--dies-at", diesAt.resolve(place).toString());
  }

  @Override
  public void close() {
    control.values().forEach(LabWorker::kill);
    witnesses.values().forEach(LabWorker::kill);
    regions.values().forEach(LabRegion::stop);
  }
}
