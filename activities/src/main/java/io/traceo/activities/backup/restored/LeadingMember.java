package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who leads a group as far as a place can see; of several the one with the highest epoch.
 *
 * @param region empty when none is in reach
 * @param troubles why members did not answer, in words
 */
public record LeadingMember(String region, @Nullable Member known, List<String> troubles) {
  public LeadingMember {
    troubles = List.copyOf(troubles);
  }

  /** Asks every member. */
  public static LeadingMember find(BackupPlace place) {
    @Nullable Member best = null;
    long epoch = -1;
    List<String> troubles = new ArrayList<>();
    for (String region : List.copyOf(place.databases().keySet())) {
      Member member = new Member(region, place.database(region));
      try {
        MemberState state = member.with(connection -> MemberLook.look(member, connection));
        if (!state.standby() && state.epoch() > epoch) {
          best = member;
          epoch = state.epoch();
        }
      } catch (ApplicationFailure e) {
        // One that is out of reach is none to take a backup from.
        troubles.add(e.getOriginalMessage());
      } catch (IllegalArgumentException | UncheckedIOException e) {
        troubles.add(region + ": " + e.getMessage()); // its secret can't be had
      }
    }
    return new LeadingMember(best == null ? "" : best.region(), best, troubles);
  }

  /** Only when there is one. */
  public Member member() {
    return Objects.requireNonNull(known);
  }
}
