package io.traceo.workflows.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One leader region, its followers and its cold copy, for one population of data. Failover acts on
 * a group.
 *
 * @param id for example {@code na}
 * @param leader region that leads in normal operation
 * @param followers regions that stream from the leader, in order of preference as a target
 * @param cold region of the backups
 * @param tier recovery tier
 * @param onLastCopy what happens when copies run out; required on the HOT tier
 * @param quorum k of {@code ANY k}: followers that confirm a commit before it is acknowledged
 * @param dataClasses what is stored, checked against the residency rule
 * @param zone DNS zone of the names
 * @param writeName name that clients write to, fully qualified
 * @param readName name that clients read from, fully qualified
 * @param ttl of the names
 * @param observers places that watch the leader; those in the leader's own region have no vote
 * @param probes how they watch
 * @param objective what the group promises
 * @param shrinkAfter a follower silent for so long leaves the synchronous set
 * @param cooldown no second move away from a leader that still answers within this time
 * @param isolation set when nothing of the group may leave its jurisdiction
 * @param service what its users are promised
 * @param dns how its names are served
 * @param watch when its observers are out
 * @param incidents what a reported incident leads to
 * @param flapping when it moves too often
 * @param maintenance times in which it does not act by itself
 */
public record ReplicationGroup(
    String id,
    String leader,
    List<String> followers,
    String cold,
    RecoveryTier tier,
    @Nullable OnLastCopy onLastCopy,
    int quorum,
    List<String> dataClasses,
    String zone,
    String writeName,
    String readName,
    Duration ttl,
    List<String> observers,
    ProbeSettings probes,
    RecoveryObjective objective,
    Duration shrinkAfter,
    Duration cooldown,
    @Nullable Isolation isolation,
    @Nullable ServicePromise service,
    DnsService dns,
    WatchMode watch,
    IncidentPolicy incidents,
    Flapping flapping,
    List<Maintenance> maintenance) {
  public ReplicationGroup {
    followers = followers == null ? List.of() : List.copyOf(followers);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    observers = observers == null ? List.of() : List.copyOf(observers);
    probes = probes == null ? ProbeSettings.DEFAULT : probes;
    shrinkAfter = shrinkAfter == null ? Duration.ofSeconds(30) : shrinkAfter;
    cooldown = cooldown == null ? Duration.ofMinutes(5) : cooldown;
    ttl = ttl == null ? Duration.ofSeconds(5) : ttl;
    dns = dns == null ? DnsService.DEFAULT : dns;
    watch = watch == null ? WatchMode.ON : watch;
    incidents = incidents == null ? IncidentPolicy.VERIFY : incidents;
    flapping = flapping == null ? Flapping.DEFAULT : flapping;
    maintenance = maintenance == null ? List.of() : List.copyOf(maintenance);
  }

  /** Not isolated, without a promise to users, everything that has a default at that. */
  public ReplicationGroup(
      String id,
      String leader,
      List<String> followers,
      String cold,
      RecoveryTier tier,
      @Nullable OnLastCopy onLastCopy,
      int quorum,
      List<String> dataClasses,
      String zone,
      String writeName,
      String readName,
      Duration ttl,
      List<String> observers,
      ProbeSettings probes,
      RecoveryObjective objective,
      Duration shrinkAfter,
      Duration cooldown) {
    this(
        id,
        leader,
        followers,
        cold,
        tier,
        onLastCopy,
        quorum,
        dataClasses,
        zone,
        writeName,
        readName,
        ttl,
        observers,
        probes,
        objective,
        shrinkAfter,
        cooldown,
        null,
        null,
        DnsService.DEFAULT,
        WatchMode.ON,
        IncidentPolicy.VERIFY,
        Flapping.DEFAULT,
        List.of());
  }

  /** Leader and followers, the leader first. */
  public List<String> members() {
    List<String> all = new ArrayList<>();
    all.add(leader);
    all.addAll(followers);
    return all;
  }

  /** The place whose workers run the group's workflows. */
  public String control() {
    return isolation == null ? Topology.CONTROL : isolation.control();
  }
}
