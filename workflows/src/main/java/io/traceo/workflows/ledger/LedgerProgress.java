package io.traceo.workflows.ledger;

import java.util.List;

/**
 * What the ledger's client has seen so far.
 *
 * @param acknowledged writes so far
 * @param acknowledgedPerSecond over the last second or so
 * @param servers region that acknowledged last, by kind of client
 */
public record LedgerProgress(
    long acknowledged, double acknowledgedPerSecond, List<ClientServer> servers) {
  public LedgerProgress {
    servers = List.copyOf(servers);
  }

  /** Which region a kind of client writes to. */
  public record ClientServer(String client, String region) {}
}
