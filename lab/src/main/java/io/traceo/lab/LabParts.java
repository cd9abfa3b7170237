package io.traceo.lab;

import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.lab.postgres.Secrets;
import io.traceo.lab.temporal.RunningTemporal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lab that is up consists of.
 *
 * @param groups by id, in the order that was asked for
 * @param simulated parts that stand in for real ones
 */
public record LabParts(
    LabSettings settings,
    AddressPlan plan,
    Map<String, LabGroup> groups,
    LinkNetwork links,
    LabProcesses processes,
    RunningTemporal temporal,
    LabFaults faults,
    Secrets secrets,
    LabKubernetes kubernetes,
    List<String> simulated) {

  /** Every process that is a place or a part of one, by name. */
  public Map<String, LabPlace> places() {
    return processes.places();
  }

  /** A group that the lab runs. */
  public LabGroup group(String id) {
    return Optional.ofNullable(groups.get(id))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the lab has " + String.join(", ", groups.keySet()) + ", not " + id));
  }

  /** The group that has data in a region. */
  LabGroup groupOf(String region) {
    return groups.values().stream()
        .filter(g -> g.group().members().contains(region))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group has data in " + region));
  }
}
