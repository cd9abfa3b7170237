package io.traceo.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.CopiesRequest;
import io.traceo.workflows.activity.DatabaseActivities.DrainRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.RejoinRequest;
import io.traceo.workflows.activity.DatabaseActivities.Rejoined;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.DatabaseActivities.VerifyRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The roles of the moment, and the steps in the words of a failover. */
public final class Steps {
  static final String GROUP = ThreeMembers.GROUP;

  final ThreeMembers group;
  public final PostgresActivities control;
  public final String leader;
  final String target;
  final String survivor;
  public final long epoch;

  private Steps(ThreeMembers group, String leader, List<String> followers, long epoch) {
    this.group = group;
    this.control = group.at("control");
    this.leader = leader;
    this.target = followers.get(0);
    this.survivor = followers.get(1);
    this.epoch = epoch;
  }

  /** Waits until the group is whole; the epoch is the next one to use. */
  public static Steps ofWhole(ThreeMembers group) throws Exception {
    Map<String, MemberState> states = group.look();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!whole(states)) {
      assertThat(System.nanoTime()).as("not whole: %s", states).isLessThan(deadline);
      Thread.sleep(50);
      states = group.look();
    }
    String leader = leaderOf(states);
    long epoch = states.values().stream().mapToLong(MemberState::epoch).max().orElse(0) + 1;
    List<String> followers =
        ThreeMembers.REGIONS.stream().filter(r -> !r.equals(leader)).sorted().toList();
    return new Steps(group, leader, followers, epoch);
  }

  private static boolean whole(Map<String, MemberState> states) {
    List<MemberState> leading =
        states.values().stream().filter(m -> m.reachable() && !m.standby()).toList();
    return leading.size() == 1
        && leading.get(0).synchronousSet().size() == 2
        && states.values().stream()
                .filter(m -> m.reachable() && leading.get(0).region().equals(m.upstream()))
                .count()
            == 2;
  }

  private static String leaderOf(Map<String, MemberState> states) {
    return states.values().stream()
        .filter(m -> !m.standby())
        .map(MemberState::region)
        .findFirst()
        .orElseThrow();
  }

  MemberState look(String region) {
    return group.look().get(region);
  }

  SealedMember seal(String region, long withEpoch) {
    return control.seal(new SealRequest(GROUP, region, leader, withEpoch));
  }

  /** Seals both followers; the most advanced of them, the target when they are level. */
  public SealedMember sealBoth() {
    return List.of(seal(target, epoch), seal(survivor, epoch)).stream()
        .max(
            Comparator.comparingLong(SealedMember::position)
                .thenComparing(m -> m.region().equals(target)))
        .orElseThrow();
  }

  String other(String follower) {
    return follower.equals(target) ? survivor : target;
  }

  public void arm(String newLeader) {
    control.arm(new ArmRequest(GROUP, newLeader, List.of(other(newLeader)), List.of(), 1, epoch));
  }

  public Promotion promote(SealedMember sealed) {
    return control.promote(
        new PromoteRequest(GROUP, sealed.region(), epoch, sealed.timeline(), sealed.position()));
  }

  void unsealBoth(long withEpoch) {
    control.unseal(new UnsealRequest(GROUP, target, leader, withEpoch));
    control.unseal(new UnsealRequest(GROUP, survivor, leader, withEpoch));
  }

  public Rejoined rejoin(String region, String upstream) {
    return group.at(region).rejoin(new RejoinRequest(GROUP, region, upstream, epoch));
  }

  public void restoreCopies(String newLeader) {
    eventually(
        () -> {
          List<String> others =
              ThreeMembers.REGIONS.stream().filter(r -> !r.equals(newLeader)).toList();
          control.awaitCopies(new CopiesRequest(GROUP, newLeader, others, 1, epoch));
        });
  }

  Verification verify(Promotion promotion, long atLeast) {
    return control.verify(
        new VerifyRequest(GROUP, promotion.region(), epoch, promotion.timeline(), atLeast));
  }

  public FenceRequest at(String region) {
    return new FenceRequest(GROUP, region, epoch);
  }

  DrainRequest drainOf(String region) {
    return new DrainRequest(GROUP, region, epoch, Duration.ofSeconds(2));
  }

  /** Repeats what fails for now, as a workflow would. */
  public static void eventually(Runnable step) {
    awaited(
        () -> {
          step.run();
          return true;
        });
  }

  /** As {@link #eventually}, with what came of it. */
  static <T> T awaited(Supplier<T> step) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (true) {
      try {
        return step.get();
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable() || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  public static void assertFails(String type, ThrowingCallable step) {
    Throwable thrown = catchThrowable(step);
    assertThat(thrown).isInstanceOf(ApplicationFailure.class);
    assertThat(((ApplicationFailure) thrown).getType()).as(thrown.getMessage()).isEqualTo(type);
  }

  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  public static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
