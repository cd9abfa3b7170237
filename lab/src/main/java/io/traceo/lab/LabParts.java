package io.traceo.lab;

import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.lab.postgres.Secrets;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.workers.TemporalConnection;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.Map;

/** What a lab that is up consists of. */
public record LabParts(
    LabSettings settings,
    AddressPlan plan,
    ReplicationGroup group,
    LinkNetwork links,
    LabCluster cluster,
    Map<String, LabRegion> regions,
    Map<String, ControlWorker> control,
    RunningTemporal temporal,
    LabFaults faults,
    TemporalConnection connection,
    Secrets secrets,
    LabKubernetes kubernetes) {}
