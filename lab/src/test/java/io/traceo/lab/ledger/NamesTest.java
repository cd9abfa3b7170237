package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names and what the two kinds of client that use them make of an answer. */
class NamesTest {
  private MiniDns first;
  private MiniDns second;
  private Names names;

  @BeforeEach
  void servers() throws IOException {
    first = new MiniDns("127.83.0.1", "127.83.1.1");
    second = new MiniDns("127.83.0.2", "127.83.1.1");
    names = new Names("na-write.traceo.test", List.of(first.endpoint(), second.endpoint()));
  }

  @AfterEach
  void end() {
    first.close();
    second.close();
  }

  @Test
  void asksTheNextServerWhenOneIsSilentAndStaysWithIt() throws IOException {
    first.beSilent(true);

    assertThat(names.lookUp()).isEqualTo("127.83.1.1");
    int asked = first.asked();
    assertThat(asked).isPositive();
    long started = System.nanoTime();
    assertThat(names.lookUp()).isEqualTo("127.83.1.1");
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofMillis(250).toNanos());
    assertThat(first.asked()).isEqualTo(asked);
  }

  @Test
  void saysSoSoonWhenAllAreSilent() {
    first.beSilent(true);
    second.beSilent(true);
    long started = System.nanoTime();

    assertThatThrownBy(names::lookUp).isInstanceOf(IOException.class);
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofMillis(1500).toNanos());
  }

  @Test
  void aStrictCacheKeepsTheAddressThroughErrorsUntilTheTtlIsOver() throws Exception {
    AddressSource strict = new AddressSource.StrictTtl(names, Duration.ofSeconds(1));
    assertThat(strict.address()).isEqualTo("127.83.1.1");
    long cachedAt = System.nanoTime();
    first.pointTo("127.83.2.1");

    strict.failed();
    assertThat(strict.address()).isEqualTo("127.83.1.1");
    assertThat(strict.moved("127.83.1.1")).isFalse();
    Eventually.within(5, () -> strict.address().equals("127.83.2.1"));
    assertThat(System.nanoTime() - cachedAt).isGreaterThan(Duration.ofMillis(900).toNanos());
  }

  @Test
  void aReResolvingClientAsksAgainAfterAnError() throws IOException {
    AddressSource source = new AddressSource.ReResolving(names);
    assertThat(source.address()).isEqualTo("127.83.1.1");
    first.pointTo("127.83.2.1");
    assertThat(source.address()).isEqualTo("127.83.1.1");

    source.failed();
    assertThat(source.address()).isEqualTo("127.83.2.1");
  }

  @Test
  void aReResolvingClientLeavesAnAddressThatTheNameNoLongerHas() throws Exception {
    AddressSource source = new AddressSource.ReResolving(names);
    String current = source.address();
    long started = System.nanoTime();
    first.pointTo("127.83.2.1");

    Eventually.within(3, () -> source.moved(current));
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofMillis(1500).toNanos());
  }

  @Test
  void silentNameServersAreNoReasonToLeave() throws Exception {
    AddressSource source = new AddressSource.ReResolving(names);
    String current = source.address();
    int asked = second.asked();
    first.beSilent(true);
    second.beSilent(true);

    Eventually.within(5, () -> source.moved(current) || second.asked() > asked);
    assertThat(source.moved(current)).isFalse();
  }
}
