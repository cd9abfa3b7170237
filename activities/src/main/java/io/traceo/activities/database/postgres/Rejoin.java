package io.traceo.activities.database.postgres;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.Alone;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Rejoined;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings an old leader back as a standby. It is started isolated and its last position compared
 * with the first fork that leaves its timeline: past it, following would corrupt silently.
 */
final class Rejoin {
  private static final long STREAM_MILLIS = 8_000;
  private static final int SAME_READINGS = 10;

  private final Member own;
  private final Member leader;
  private final long epoch;
  private final PostgresServer server;

  Rejoin(Member own, Member leader, long epoch) {
    this.own = own;
    this.leader = leader;
    this.epoch = epoch;
    this.server = LocalSteps.serverOf(own);
  }

  Rejoined run() {
    MemberState leading = requireLeader();
    if (server.pid().isPresent() && followsAlready()) {
      return new Rejoined(own.region(), "ALREADY", null, 0);
    }
    if (!server.hasData()) {
      reseed();
      return new Rejoined(own.region(), "RESEEDED", null, 0);
    }
    server.kill();
    server.override(isolated());
    server.startAsStandby();
    beat("started " + own.region() + " isolated");
    MemberState state = settled();
    Timelines mine = Forks.of(state.timeline(), own);
    long fork = mine.partsFrom(Forks.of(leading.timeline(), leader));
    long alone = Math.max(0, state.position() - fork);
    if (alone == 0 && leaderKeepsLogFrom(state.position())) {
      follow();
      return new Rejoined(own.region(), "FOLLOWED", null, 0);
    }
    Path kept = server.data();
    if (alone == 0) {
      reseed();
      return new Rejoined(own.region(), "RESEEDED", kept.toString(), 0);
    }
    AloneLog log = new AloneLog(own, fork, state.position(), mine);
    Alone counted = log.counted(kept);
    beat("counted what " + own.region() + " had alone");
    server.kill();
    Alone had = log.hashed(counted);
    reseed();
    return new Rejoined(own.region(), "RESEEDED", kept.toString(), alone, had);
  }

  /** The other one leads with this run's epoch, and this one isn't a newer leader itself. */
  private MemberState requireLeader() {
    if (own.region().equals(leader.region())) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST, own.region() + " can't be a follower of itself");
    }
    if (server.epochOnDisk() > epoch) {
      throw LocalSteps.stale(own.region(), server.epochOnDisk(), epoch);
    }
    MemberState leading = leader.with(connection -> MemberLook.look(leader, connection));
    if (leading.epoch() > epoch) {
      throw LocalSteps.stale(leader.region(), leading.epoch(), epoch);
    }
    if (leading.standby() || leading.epoch() < epoch) {
      throw Failures.of(FailureTypes.NOT_READY, leader.region() + " does not lead yet");
    }
    return leading;
  }

  /** A server that doesn't answer follows nobody; one that is starting is waited for. */
  private boolean followsAlready() {
    try {
      return own.with(
          connection -> {
            MemberState state = MemberLook.look(own, connection);
            return state.standby()
                && state.epoch() == epoch
                && leader.region().equals(state.upstream());
          });
    } catch (ApplicationFailure e) {
      if (FailureTypes.UNREACHABLE.equals(e.getType())) {
        return false;
      }
      throw e;
    }
  }

  /** One that was away for long may ask for log that the leader has recycled. */
  private boolean leaderKeepsLogFrom(long position) {
    return leader.with(
        connection ->
            "true"
                .equals(
                    Sql.text(
                        connection,
                        "SELECT EXISTS (SELECT 1 FROM pg_ls_waldir() AS f"
                            + " WHERE substring(f.name FROM 9) = substring(pg_walfile_name("
                            + "'0/0'::pg_lsn + ?::numeric) FROM 9))::text",
                        Long.toString(position))));
  }

  private Map<String, String> isolated() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("primary_conninfo", "");
    settings.put("synchronous_standby_names", "");
    settings.put("default_transaction_read_only", "off");
    return settings;
  }

  /** The state once replay of what it has alone has come to rest. */
  private MemberState settled() {
    return own.with(
        connection -> {
          long[] last = {-1, 0};
          boolean atRest =
              Sql.until(
                  STREAM_MILLIS,
                  20,
                  () -> {
                    long now =
                        Sql.number(connection, "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn");
                    last[1] = now == last[0] ? last[1] + 1 : 0;
                    last[0] = now;
                    return last[1] >= SAME_READINGS;
                  });
          if (!atRest) {
            throw Failures.of(FailureTypes.NOT_READY, own.region() + " still replays its own log");
          }
          return MemberLook.look(own, connection);
        });
  }

  private void follow() {
    own.with(
        connection -> {
          Sql.run(connection, Sql.set("traceo.epoch", Long.toString(epoch)));
          // What it kept as a leader would hold back its log for ever.
          Sql.text(
              connection,
              "SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots"
                  + " WHERE slot_type = 'physical' AND NOT active");
          Promoter.follow(own, connection, leader.region(), STREAM_MILLIS);
          return true;
        });
    beat(own.region() + " follows " + leader.region());
  }

  private void reseed() {
    server.kill();
    Path folder = server.newDataFolder();
    beat("seeding " + folder.getFileName());
    BaseCopy copy = new BaseCopy(leader, server.user(), folder, this::beat);
    copy.run(
        () -> {
          server.use(folder);
          Map<String, String> settings = isolated();
          settings.put("primary_conninfo", own.conninfoTo(leader.region()));
          settings.put("traceo.epoch", Long.toString(epoch));
          server.override(settings);
          server.startAsStandby();
          follow();
        });
  }

  private void beat(String what) {
    try {
      Activity.getExecutionContext().heartbeat(what);
    } catch (IllegalStateException notInAnActivity) {
      // Run from a test or a tool: nobody waits for a heartbeat.
    }
  }
}
