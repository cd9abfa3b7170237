package io.traceo.lab;

import io.traceo.lab.ledger.LedgerConfig;
import io.traceo.lab.postgres.LabCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ledger with one client, outside all regions, that looks the name up again after an error. */
final class OneClient {
  private OneClient() {}

  static LedgerConfig of(LabParts lab, String group) {
    AddressPlan plan = lab.plan();
    LabCluster cluster = lab.group(group).cluster();
    Map<String, String> members = new LinkedHashMap<>();
    for (String region : cluster.group().members()) {
      members.put(
          region, plan.endpoint(AddressPlan.OUTSIDE, region, AddressPlan.POSTGRES_PORT).toString());
    }
    return LedgerConfig.forGroup(
            cluster.group().writeName(),
            List.of(
                plan.endpoint(AddressPlan.OUTSIDE, AddressPlan.CONTROL, AddressPlan.DNS_PORT)
                    .toString()),
            AddressPlan.POSTGRES_PORT,
            LabCluster.DATABASE,
            LabCluster.APP,
            cluster.appPasswordRef().substring("file:".length()),
            List.of(),
            members,
            null)
        .withConnections(new LedgerConfig.Connections(0, 1, 0));
  }
}
