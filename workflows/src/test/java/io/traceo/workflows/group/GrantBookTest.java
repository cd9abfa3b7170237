package io.traceo.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets a grant: one operation at a time, and what a drill lends of its own. */
class GrantBookTest {
  private final GrantBook book = new GrantBook("na", 0, null, null);

  @Test
  void aGroupHasOneHolderAndTheSameOperationTheSameGrant() {
    Grant.Answer first = book.acquire(request("a", Grant.Kind.SWITCHOVER, null));
    assertThat(first.granted()).isTrue();
    assertThat(book.acquire(request("a", Grant.Kind.SWITCHOVER, null))).isEqualTo(first);
    Grant.Answer second = book.acquire(request("b", Grant.Kind.SWITCHOVER, null));
    assertThat(second.granted()).isFalse();
    assertThat(second.holder()).isEqualTo("a");
  }

  @Test
  void aDrillLendsOnlyWhatItAnnounced() {
    Grant.Answer drill = book.acquire(drill());
    assertThat(book.acquire(request("b", Grant.Kind.FAILOVER, drill.token())).granted()).isFalse();
    Grant.Answer lent = book.acquire(request("c", Grant.Kind.SWITCHOVER, drill.token()));
    assertThat(lent.granted()).isTrue();
    assertThat(book.operating().workflowId()).isEqualTo("c");
    assertThat(book.release(lent.token())).isTrue();
    assertThat(book.operating().workflowId()).isEqualTo("drill");
  }

  @Test
  void aDrillThatLostItsGrantHasNothingToLend() {
    Grant.Answer drill = book.acquire(drill());
    book.release(drill.token());
    Grant.Answer late = book.acquire(request("c", Grant.Kind.SWITCHOVER, drill.token()));
    assertThat(late.granted()).isFalse();
    assertThat(late.reason()).contains(drill.token()).contains("not in force");
    assertThat(book.operating()).isNull();
  }

  private static Grant.Request drill() {
    return new Grant.Request(
        "na",
        "drill",
        "drill",
        "run",
        Grant.Kind.DRILL,
        "east",
        List.of(new Grant.Expectation(Grant.Kind.SWITCHOVER, "*")),
        null);
  }

  private static Grant.Request request(String id, Grant.Kind kind, String lentBy) {
    return new Grant.Request("na", id, id, "run", kind, "east", List.of(), lentBy);
  }
}
