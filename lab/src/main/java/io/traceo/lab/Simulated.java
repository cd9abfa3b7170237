package io.traceo.lab;

import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.temporal.RunningTemporal;
import java.util.ArrayList;
import java.util.List;

/** Parts of the lab that stand in for real ones, computed from what was loaded. */
final class Simulated {
  private Simulated() {}

  static List<String> parts(RunningTemporal temporal, LabKubernetes kubernetes) {
    List<String> parts = new ArrayList<>();
    parts.add("regions and their links: processes and TCP relays on one machine");
    parts.add("service endpoint: an HTTP server that asks its region's database");
    if (temporal.pid() == null) {
      parts.add(temporal.kind());
    }
    parts.addAll(kubernetes.simulated());
    return parts;
  }
}
