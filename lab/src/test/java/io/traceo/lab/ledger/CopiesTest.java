package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private final Writes acknowledged = new Writes();
  private final List<Collection<String>> asked = new ArrayList<>();

  @Test
  void onlyAMemberThatLacksRowsIsReadAgain() throws Exception {
    acknowledged.add("1/multiHost-1", 1);
    acknowledged.add("1/multiHost-1", 2);
    MemberRows east = rows("east", true, 2, 1, 2);
    MemberRows behind = rows("west", false, 2, 1);
    MemberRows whole = rows("west", false, 2, 1, 2);

    Copies copies = read(Map.of("east", east, "west", behind), Map.of("west", whole));

    assertThat(copies.leader()).isSameAs(east);
    assertThat(copies.read()).containsExactly(east, whole);
    assertThat(asked).containsExactly(Set.of("east", "west", "south"), Set.of("west"));
  }

  @Test
  void aRowThatTheLeaderLacksTooIsNotWaitedFor() throws Exception {
    acknowledged.add("1/multiHost-1", 1);

    Copies copies = read(Map.of("east", rows("east", true, 2), "west", rows("west", false, 2)));

    assertThat(copies.read()).hasSize(2);
  }

  @Test
  void everybodyIsAskedAgainWhileNobodyLeads() throws Exception {
    MemberRows old = rows("west", true, 1);
    MemberRows east = rows("east", true, 2);

    Copies copies = read(Map.of("east", rows("east", false, 2)), Map.of("east", east, "west", old));

    assertThat(copies.leader()).as("of two that lead, the later").isSameAs(east);
    assertThat(asked).hasSize(2).allMatch(regions -> regions.size() == 3);
  }

  @SafeVarargs
  private Copies read(Map<String, MemberRows>... rounds) throws Exception {
    return Copies.readUntilComplete(
        regions -> {
          asked.add(Set.copyOf(regions));
          return new ReadBack.Round(rounds[asked.size() - 1], Map.of());
        },
        Set.of("east", "west", "south"),
        acknowledged);
  }

  private static MemberRows rows(String region, boolean leading, long epoch, long... seqs) {
    MemberRows rows = MemberRows.of(region, leading, epoch, 1);
    for (long seq : seqs) {
      rows.add("1/multiHost-1", seq);
    }
    return rows;
  }
}
