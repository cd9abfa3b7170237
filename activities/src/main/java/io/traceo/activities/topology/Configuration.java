package io.traceo.activities.topology;

import io.traceo.workflows.capacity.CapacityRunbook;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Topology and runbooks, checked. */
public record Configuration(
    Topology topology,
    FailoverRunbook failover,
    DrillRunbook drill,
    BackupRunbooks backups,
    CapacityRunbook capacity) {

  /**
   * Reads and checks.
   *
   * @param topology file
   * @param runbooks folder with {@code failover.yaml}, {@code drill.yaml}, {@code backup.yaml},
   *     {@code restore.yaml}, {@code restore-test.yaml} and {@code capacity.yaml}
   * @throws InvalidConfigurationException with every error
   */
  public static Configuration load(Path topology, Path runbooks) {
    Checked checked = check(topology, runbooks);
    Configuration loaded = checked.configuration();
    if (loaded == null) {
      throw new InvalidConfigurationException(checked.findings());
    }
    return loaded;
  }

  /** Reads and checks; never throws for what is in the files. */
  public static Checked check(Path topology, Path runbooks) {
    YamlFile topologyFile = YamlFile.read(topology, "topology.schema.json");
    Topology regions = topologyFile.as(Topology.class);
    if (regions != null) {
      new TopologyRules(regions, topologyFile).check();
    }
    YamlFile failoverFile =
        YamlFile.read(runbooks.resolve("failover.yaml"), "failover.schema.json");
    FailoverRunbook failover = failoverFile.as(FailoverRunbook.class);
    if (failover != null) {
      new RunbookRules(failover, failoverFile).check();
    }
    YamlFile drillFile = YamlFile.read(runbooks.resolve("drill.yaml"), "drill.schema.json");
    DrillRunbook drill = drillFile.as(DrillRunbook.class);
    if (drill != null) {
      DrillRules.check(drill, drillFile);
    }
    if (regions != null && drill != null) {
      DrillRules.check(drill, regions, drillFile);
    }
    if (regions != null && failover != null) {
      PromiseRules.check(regions, failover, failoverFile);
    }
    BackupFiles backupFiles = BackupFiles.read(runbooks);
    BackupRunbooks backups = backupFiles.check(regions);
    YamlFile capacityFile =
        YamlFile.read(runbooks.resolve("capacity.yaml"), "capacity.schema.json");
    CapacityRunbook capacity = capacityFile.as(CapacityRunbook.class);
    if (capacity != null) {
      new CapacityRules(capacity, capacityFile).check();
    }
    List<Finding> findings = new ArrayList<>(topologyFile.findings());
    findings.addAll(failoverFile.findings());
    findings.addAll(drillFile.findings());
    findings.addAll(backupFiles.findings());
    findings.addAll(capacityFile.findings());
    boolean broken = findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
    if (broken
        || regions == null
        || failover == null
        || drill == null
        || backups == null
        || capacity == null) {
      return new Checked(null, findings, topologyFile::at);
    }
    return new Checked(
        new Configuration(regions, failover, drill, backups, capacity), findings, topologyFile::at);
  }

  /**
   * What came of a check.
   *
   * @param configuration null when there is an error
   * @param inTopology makes findings about entries of the topology
   */
  public record Checked(
      @Nullable Configuration configuration, List<Finding> findings, FindingMaker inTopology) {
    public Checked {
      findings = List.copyOf(findings);
    }
  }

  /** Makes a finding with the file and line of what it is about. */
  @FunctionalInterface
  public interface FindingMaker {
    /**
     * A finding.
     *
     * @param pointer JSON pointer into the file, for example {@code /groups/0/leader}
     */
    Finding at(Finding.Severity severity, String pointer, String reason);
  }
}
