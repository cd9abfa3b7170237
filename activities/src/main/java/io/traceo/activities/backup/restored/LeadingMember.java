package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who leads a group as far as a place can see; of several the one with the highest epoch.
 *
 * @param region empty when none is in reach
 * @param troubles why members did not answer, in words
 */
public record LeadingMember(String region, @Nullable Member known, List<String> troubles) {
  private static final int ROUNDS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  public LeadingMember {
    troubles = List.copyOf(troubles);
  }

  /**
   * Asks every member; again when nobody leads and one did not answer: a login may be late on a
   * busy machine, and a backup is not refused for that.
   */
  public static LeadingMember find(BackupPlace place) {
    Map<String, Member> members = new TreeMap<>();
    place.databases().forEach((region, config) -> members.put(region, new Member(region, config)));
    return find(
        members, member -> member.with(connection -> MemberLook.look(member, connection)), PAUSE);
  }

  static LeadingMember find(
      Map<String, Member> members, Function<Member, MemberState> look, Duration pause) {
    for (int round = 1; ; round++) {
      LeadingMember found = round(members, look);
      boolean over = found.known() != null || found.troubles().isEmpty() || round == ROUNDS;
      if (over || interrupted(pause)) {
        return found;
      }
    }
  }

  private static LeadingMember round(
      Map<String, Member> members, Function<Member, MemberState> look) {
    @Nullable Member best = null;
    long epoch = -1;
    List<String> troubles = new ArrayList<>();
    for (Member member : members.values()) {
      try {
        MemberState state = look.apply(member);
        if (!state.standby() && state.epoch() > epoch) {
          best = member;
          epoch = state.epoch();
        }
      } catch (ApplicationFailure e) {
        // One that is out of reach is none to take a backup from.
        troubles.add(e.getOriginalMessage());
      } catch (IllegalArgumentException | UncheckedIOException e) {
        troubles.add(member.region() + ": " + e.getMessage()); // its secret can't be had
      }
    }
    return new LeadingMember(best == null ? "" : best.region(), best, troubles);
  }

  private static boolean interrupted(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Only when there is one. */
  public Member member() {
    return Objects.requireNonNull(known);
  }
}
