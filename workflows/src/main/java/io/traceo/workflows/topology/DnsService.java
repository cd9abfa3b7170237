package io.traceo.workflows.topology;

/**
 * How a group's names are served.
 *
 * @param provider who serves them
 * @param primary place where changes are made
 */
public record DnsService(DnsProvider provider, String primary) {
  /** A server in the place outside all regions. */
  public static final DnsService DEFAULT = new DnsService(DnsProvider.RFC2136, Topology.CONTROL);

  public DnsService {
    provider = provider == null ? DnsProvider.RFC2136 : provider;
    primary = primary == null ? Topology.CONTROL : primary;
  }
}
