package io.traceo.workflows.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.CopiesActivities.CopiesSeen;
import io.traceo.workflows.copies.CopiesRule.Step;
import io.traceo.workflows.failover.CandidateChooser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a set, and that the record asks for enough seals at each moment of a change. */
class CopiesRuleTest {
  private static final List<String> FOLLOWERS = List.of("a", "b", "c");

  private static List<String> names(String letters) {
    return letters == null ? List.of() : letters.chars().mapToObj(Character::toString).toList();
  }

  private static CopySet recorded(String members, int quorum) {
    return new CopySet(names(members), quorum, null, "", false);
  }

  private static Step next(
      CopySet recorded, String alive, String silent, String set, int k, int of) {
    return CopiesRule.next(
        recorded, new CopiesSeen(names(alive), names(silent), names(set), k), FOLLOWERS, of, 0);
  }

  @ParameterizedTest
  @CsvSource({
    // recorded, k, alive, silent, leader's set, its k, declared k: first the record, then both
    "abc, 1, abc, ,   abc, 1, 1, ,    ",
    "abc, 1, ab,  ,   abc, 1, 1, ,    ",
    "abc, 1, ab,  c,  abc, 1, 1, abc 1, ab 1",
    "abc, 2, ab,  c,  abc, 2, 2, abc 2, ab 2",
    "abc, 2, a,   bc, abc, 2, 2, ,    ",
    "abc, 1, ,   abc, abc, 1, 1, ,    ",
    "ab,  1, abc, ,   ab,  1, 1, abc 1, abc 1",
    "ab,  1, bc,  a,  ab,  1, 1, abc 1, bc 1",
    // half done: the leader has it, the record not yet
    "abc, 1, ab,  c,  ab,  1, 1, abc 1, ab 1",
    "abc, 1, abc, ,   ab,  1, 1, abc 1, abc 1",
    // a set that people had lowered is raised as soon as enough are back
    "a,   0, ,    a,  ,    0, 1, ,    ",
    "a,   0, a,   ,   ,    0, 1, a 0,   a 1",
    ",    0, ab,  ,   ,    0, 1, ab 0,  ab 1",
    "ab,  1, ab,  c,  ab,  1, 2, ab 1,  ab 2",
  })
  void changes(
      String members,
      int k,
      String alive,
      String silent,
      String set,
      int on,
      int of,
      String cover,
      String wanted) {
    Step step = next(recorded(members, k), alive, silent, set, on, of);
    if (wanted == null) {
      assertThat(step).isNull();
      return;
    }
    assertThat(step.foreign()).isFalse();
    assertThat(text(step.cover())).isEqualTo(cover);
    assertThat(text(step.wanted())).isEqualTo(wanted);
  }

  private static String text(CopySet set) {
    return String.join("", set.members()) + " " + set.quorum();
  }

  @Test
  void aSetThatNobodyRecordedIsCoveredAndLeftAlone() {
    Step step = next(recorded("abc", 1), "abc", null, null, 0, 1);
    assertThat(step.foreign()).isTrue();
    assertThat(step.cover().quorum()).isZero();
    assertThat(next(step.cover(), "abc", null, null, 0, 1)).isNull();
    Step back = next(step.cover(), "abc", null, "abc", 1, 1);
    assertThat(back.wanted().foreign()).isFalse();
    assertThat(text(back.wanted())).isEqualTo("abc 1");
    assertThat(next(recorded("ab", 1), "ab", null, "c", 1, 1).cover().members())
        .containsExactly("a", "b", "c");
  }

  /** Every set of the leader before and after, and who had confirmed by it: the seals meet it. */
  @Test
  void whateverIsSealedMeetsEveryConfirmation() {
    int checked = 0;
    for (int from = 1; from < 8; from++) {
      for (int k = 1; k <= Integer.bitCount(from); k++) {
        for (int alive = 0; alive < 8; alive++) {
          for (int of = k; of <= 3; of++) {
            CopySet recorded = recorded(letters(from), k);
            Step step = next(recorded, letters(alive), letters(7 & ~alive), letters(from), k, of);
            if (step != null) {
              meets(step.cover(), from, k);
              meets(step.cover(), bits(step.wanted().members()), step.wanted().quorum());
              meets(step.wanted(), bits(step.wanted().members()), step.wanted().quorum());
              checked++;
            }
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(50);
  }

  private static void meets(CopySet record, int set, int k) {
    int proof = bits(record.members());
    int needed = CandidateChooser.sealedNeeded(record.members().size(), record.quorum());
    for (int sealed = 0; sealed < 8; sealed++) {
      if ((sealed & ~proof) != 0 || Integer.bitCount(sealed) < needed) {
        continue;
      }
      for (int confirmed = 0; confirmed < 8; confirmed++) {
        if ((confirmed & ~set) == 0 && Integer.bitCount(confirmed) == k && k > 0) {
          assertThat(sealed & confirmed).as("%s, %s of %s", record, k, set).isNotZero();
        }
      }
    }
  }

  private static String letters(int bits) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      if ((bits & 1 << i) != 0) {
        all.append(FOLLOWERS.get(i));
      }
    }
    return all.isEmpty() ? null : all.toString();
  }

  private static int bits(List<String> members) {
    int all = 0;
    for (String member : new ArrayList<>(members)) {
      all |= 1 << FOLLOWERS.indexOf(member);
    }
    return all;
  }
}
