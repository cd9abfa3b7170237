package io.traceo.activities.check;

import io.traceo.activities.check.MemberFacts.Stream;
import io.traceo.workflows.topology.DataClass;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the members of a group say, against what a failover of it needs.
 *
 * @param members those that answered
 */
record MemberRules(
    Topology topology, ReplicationGroup group, List<MemberFacts> members, GroupFindings findings) {
  /** One segment of the log. */
  private static final long SEGMENT = 16L << 20;

  /** A receiver tells its sender once a second in the settings that failover needs. */
  private static final Duration SILENT = Duration.ofSeconds(10);

  void check() {
    List<MemberFacts> leaders = members.stream().filter(m -> !m.standby()).toList();
    if (leaders.size() > 1) {
      findings.error(
          "/leader",
          "members "
              + String.join(", ", leaders.stream().map(MemberFacts::region).toList())
              + " all take writes; stop all but the right one before anything else");
      return;
    }
    members.forEach(this::lostByFailover);
    members.stream().filter(MemberFacts::standby).forEach(this::standby);
    if (leaders.isEmpty()) {
      if (members.size() == group.members().size()) {
        findings.error("/leader", "no member takes writes; start a failover, or look what runs");
      }
      return;
    }
    MemberFacts leader = leaders.get(0);
    if (!leader.region().equals(group.leader())) {
      findings.warn(
          "/leader",
          leader.region()
              + " leads and the topology says "
              + group.leader()
              + "; switch back, or correct the topology");
    }
    for (MemberFacts member : members) {
      if (member.standby()) {
        stream(leader, member.region());
        parity(leader, member);
      }
    }
  }

  private String field(String region) {
    int follower = group.followers().indexOf(region);
    return follower < 0 ? "/leader" : "/followers/" + follower;
  }

  private void lostByFailover(MemberFacts member) {
    String field = field(member.region());
    if (!member.logicalSlots().isEmpty()) {
      findings.warn(
          field,
          "a failover loses the logical slots "
              + String.join(", ", member.logicalSlots())
              + " of "
              + member.region()
              + ": their readers would miss changes; make them failover slots, or plan to make"
              + " them again");
    }
    if (!member.standby() && member.preparedTransactions() > 0) {
      findings.warn(
          field,
          member.region()
              + " has "
              + member.preparedTransactions()
              + " prepared transactions: a failover takes them from their coordinator, and they"
              + " keep their locks or are lost; finish them, or tell the coordinator the write"
              + " name");
    }
  }

  private void standby(MemberFacts member) {
    String field = field(member.region());
    if (!member.replay().equals("not paused")) {
      findings.error(
          field,
          "replay of "
              + member.region()
              + " is held ("
              + member.replay()
              + "): it could not lead in time; resume it with pg_wal_replay_resume()");
    }
    if (member.applyDelayMillis() > 0) {
      findings.error(
          field,
          member.region()
              + " replays "
              + member.applyDelayMillis()
              + " ms late on purpose: it could not lead in time; set recovery_min_apply_delay to 0,"
              + " or remove it from the followers");
    }
  }

  private void stream(MemberFacts leader, String follower) {
    String field = field(follower);
    Stream stream =
        leader.streams().stream().filter(s -> s.to().equals(follower)).findFirst().orElse(null);
    if (stream == null || !stream.state().equals("streaming")) {
      findings.error(
          field,
          follower
              + " does not stream from "
              + leader.region()
              + (stream == null ? "" : " (" + stream.state() + ")")
              + "; look into its log, and rejoin it");
      return;
    }
    if (group.tier() == RecoveryTier.HOT && !stream.sync().equals("quorum")) {
      findings.error(
          field,
          follower
              + " streams and is not in the synchronous set of "
              + leader.region()
              + " ("
              + stream.sync()
              + "): a write is not kept by it before it is acknowledged; arm the set again");
    }
    if (stream.silentMillis() > SILENT.toMillis()) {
      findings.warn(
          field,
          follower
              + " has not answered "
              + leader.region()
              + " for "
              + stream.silentMillis() / 1000
              + " s; look whether it stands still");
    }
    long lag = maxLag().toMillis();
    if (stream.lagMillis() > lag || stream.behindBytes() > SEGMENT) {
      findings.warn(
          field,
          follower
              + " is "
              + stream.behindBytes()
              + " bytes and "
              + stream.lagMillis()
              + " ms behind "
              + leader.region()
              + "; at most "
              + lag
              + " ms are wanted. Look at its load and at the way between them");
    }
  }

  /** The strictest of what the group stores; a backup is no stream. */
  private Duration maxLag() {
    return topology.dataClasses().stream()
        .filter(c -> group.dataClasses().contains(c.id()) && !c.id().equals(DataClass.BACKUPS))
        .map(DataClass::maxLag)
        .min(Duration::compareTo)
        .orElse(Duration.ofSeconds(1));
  }

  private void parity(MemberFacts leader, MemberFacts standby) {
    for (Map.Entry<String, Integer> limit : leader.limits().entrySet()) {
      int there = standby.limits().getOrDefault(limit.getKey(), limit.getValue());
      if (there < limit.getValue()) {
        findings.error(
            field(standby.region()),
            limit.getKey()
                + " is "
                + there
                + " at "
                + standby.region()
                + " and "
                + limit.getValue()
                + " at "
                + leader.region()
                + ": it could not take over all of its clients, and stops replaying; raise it");
      }
    }
  }
}
