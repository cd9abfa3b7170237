package io.traceo.activities.backup.restored;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.Failures;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who leads, when members answer late, not at all, or say the same of themselves. */
class LeadingMemberTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aLeaderThatWasLateOnceIsFound() {
    LeadingMember found =
        find(
            region ->
                region.equals("east") && asked.incrementAndGet() == 1
                    ? silent()
                    : state(region, !region.equals("east"), 3));
    assertThat(found.region()).isEqualTo("east");
    assertThat(asked).hasValue(2);
  }

  @Test
  void nobodyIsAskedAgainWhenAllHaveAnswered() {
    assertThat(find(region -> counted(state(region, true, 3))).region()).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void nobodyIsWaitedForWhenOneLeads() {
    LeadingMember found =
        find(region -> counted(region.equals("east") ? state(region, false, 3) : silent()));
    assertThat(found.region()).isEqualTo("east");
    assertThat(asked).hasValue(1);
  }

  @Test
  void thoseWhoStaySilentAreGivenUp() {
    assertThat(
            find(region -> {
                  int unused = asked.incrementAndGet();
                  return silent();
                })
                .region())
        .isEmpty();
    assertThat(asked).hasValue(6);
  }

  @Test
  void ofTwoTheHigherEpochLeads() {
    assertThat(find(region -> state(region, false, region.equals("west") ? 4 : 3)).region())
        .isEqualTo("west");
  }

  private static LeadingMember find(Function<String, MemberState> look) {
    Map<String, Member> members = new TreeMap<>();
    for (String region : new String[] {"east", "west"}) {
      members.put(region, new Member(region, config()));
    }
    return LeadingMember.find(members, member -> look.apply(member.region()), Duration.ZERO);
  }

  private static DatabaseMember config() {
    return new DatabaseMember(
        new Endpoint("127.0.0.1", 1),
        "d",
        "u",
        "file:none",
        "o",
        "file:none",
        Map.of(),
        "r",
        "p",
        null);
  }

  private MemberState counted(MemberState state) {
    int unused = asked.incrementAndGet();
    return state;
  }

  private static MemberState silent() {
    throw Failures.of(FailureTypes.UNREACHABLE, "no answer");
  }

  private static MemberState state(String region, boolean standby, long epoch) {
    return new MemberState(
        region, true, standby, 1, 0, epoch, "7000", null, java.util.List.of(), 0, null);
  }
}
