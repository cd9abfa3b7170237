package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.lab.LabParts;
import io.traceo.lab.ledger.DoubleLeaders;
import io.traceo.lab.ledger.LedgerConfig;
import io.traceo.lab.ledger.LedgerConfig.Connections;
import io.traceo.lab.ledger.LedgerProcess;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.ledger.LedgerAccount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who writes while things go wrong: clients of three kinds by the public names, one that stays
 * pinned to the leader from outside, and one inside the leader's own region, which no cut of links
 * reaches.
 */
final class Writers implements AutoCloseable {
  private static final String PUBLIC = "public";

  private final LabParts lab;
  private final LabCluster cluster;
  private final String leader;
  private final Path folder;
  private final String run;
  private final Map<String, LedgerProcess> processes = new TreeMap<>();

  /**
   * Starts them; all write once this is back.
   *
   * @param leader who leads now
   * @param run makes their rows and folders their own
   */
  Writers(LabParts lab, String group, String leader, Path folder, String run) throws Exception {
    this.lab = lab;
    this.cluster = lab.group(group).cluster();
    this.leader = leader;
    this.folder = folder;
    this.run = run;
    start(PUBLIC, config(hosts()).withConnections(new Connections(1, 2, 1)));
    start("pinned", only(AddressPlan.OUTSIDE));
    start("inside", only(leader));
    for (LedgerProcess each : processes.values()) {
      Eventually.within(60, "writes", () -> each.status().progress().acknowledged() > 10);
    }
  }

  private LedgerConfig only(String from) {
    return config(List.of(leader + "=" + door(from, leader)))
        .withConnections(new Connections(0, 0, 1));
  }

  private LedgerConfig config(List<String> multiHost) {
    Map<String, String> members = new TreeMap<>();
    cluster.group().members().forEach(m -> members.put(m, door(AddressPlan.OUTSIDE, m)));
    return LedgerConfig.forGroup(
        cluster.group().writeName(),
        List.of(
            lab.plan()
                .endpoint(AddressPlan.OUTSIDE, AddressPlan.CONTROL, AddressPlan.DNS_PORT)
                .toString()),
        AddressPlan.POSTGRES_PORT,
        LabCluster.DATABASE,
        LabCluster.APP,
        cluster.appPasswordRef().substring("file:".length()),
        multiHost,
        members,
        null);
  }

  private List<String> hosts() {
    return cluster.group().members().stream()
        .map(m -> m + "=" + door(AddressPlan.OUTSIDE, m))
        .toList();
  }

  private String door(String from, String to) {
    return lab.plan().endpoint(from, to, AddressPlan.POSTGRES_PORT).toString();
  }

  private void start(String who, LedgerConfig config) throws Exception {
    processes.put(who, LedgerProcess.start(config, id(who), folder));
  }

  private String id(String who) {
    return run + "-" + who;
  }

  /** Who is asked for is there. */
  private LedgerProcess of(String who) {
    return java.util.Objects.requireNonNull(processes.get(who));
  }

  /** Writes acknowledged so far to the clients that use the public names. */
  long acknowledged() throws Exception {
    return of(PUBLIC).status().progress().acknowledged();
  }

  /** Waits until clients by public names have this many more writes acknowledged. */
  void goOn(int seconds, int more) throws Exception {
    long from = acknowledged();
    Eventually.within(
        seconds, more + " writes more than " + from, () -> acknowledged() >= from + more);
  }

  /**
   * What became of all writes. Ends them.
   *
   * @param faultNanos monotonic clock of the fault; null when there was none
   * @param newLeader who leads now
   */
  Tally account(@Nullable Long faultNanos, String newLeader) throws Exception {
    long acknowledged = 0;
    long lost = 0;
    Long first = null;
    for (String who : processes.keySet()) {
      LedgerAccount account =
          of(who).account(new AccountRequest(id(who), faultNanos, leader, newLeader, null));
      of(who).stop();
      assertThat(account.acknowledged()).as("writes of %s", who).isPositive();
      acknowledged += account.acknowledged();
      lost += account.lost();
      first = who.equals(PUBLIC) ? account.firstNewLeaderWriteMs() : first;
    }
    List<Path> folders =
        processes.keySet().stream().map(w -> LedgerProcess.folderOf(id(w), folder)).toList();
    return new Tally(acknowledged, lost, DoubleLeaders.count(folders), first);
  }

  @Override
  public void close() {
    processes.values().forEach(LedgerProcess::close);
  }

  /**
   * The account of a case.
   *
   * @param doubleLeader writes sent after a new leader's first one that an older acknowledged
   * @param firstWriteMs after the fault, null when nobody else took over
   */
  record Tally(long acknowledged, long lost, long doubleLeader, @Nullable Long firstWriteMs) {}
}
