package io.traceo.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.group.WouldHave.End;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an alarm counts, and as what. */
class AlarmLogTest {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private final AlarmLog log = new AlarmLog(Alarms.NONE, List.of());

  private static WouldHave line(long at) {
    return new WouldHave(at, "a", Verdict.LEADER_DEAD, "b", "first", null, null);
  }

  @Test
  void theLimitItselfIsStillAFalseAlarm() {
    log.sounds("a", false, 1000);
    assertThat(log.wellAgain(31_000, WITHIN)).startsWith("false alarm: a");
    log.sounds("a", false, 40_000);
    assertThat(log.wellAgain(70_001, WITHIN)).startsWith("missed outage: a");
    assertThat(log.alarms()).isEqualTo(new Alarms(1, 1, null));
  }

  @Test
  void anAlarmBeginsOnceHoweverOftenItIsHeard() {
    log.sounds("a", false, 1000);
    log.sounds("a", false, 20_000);
    assertThat(log.toForesee()).isTrue();
    assertThat(log.toForesee()).isFalse();
    assertThat(log.wellAgain(31_001, WITHIN)).startsWith("missed outage");
    assertThat(log.wellAgain(31_002, WITHIN)).isNull();
  }

  @Test
  void anAnnouncedOneIsNeitherForeseenNorCounted() {
    log.sounds("a", true, 1000);
    assertThat(log.toForesee()).isFalse();
    assertThat(log.wellAgain(2000, WITHIN)).isNull();
    assertThat(log.alarms()).isEqualTo(Alarms.NONE);
  }

  @Test
  void anotherLeaderAnswersIt() {
    log.sounds("a", false, 1000);
    log.add(line(1000));
    log.moved(5000);
    assertThat(log.alarms()).isEqualTo(Alarms.NONE);
    assertThat(log.wouldHave().get(0).end()).isEqualTo(End.MOVED);
    assertThat(log.wouldHave().get(0).text()).endsWith("another region led after 4000 ms");
  }

  @Test
  void whatIsOpenIsCarriedOn() {
    log.sounds("a", false, 1000);
    assertThat(log.toForesee()).isTrue();
    AlarmLog next = new AlarmLog(log.alarms(), log.wouldHave());
    next.sounds("a", false, 9000);
    assertThat(next.toForesee()).isFalse();
    assertThat(next.wellAgain(31_000, WITHIN)).startsWith("false alarm").contains("30000 ms");
  }

  @Test
  void onlyTheNewestLinesAreKept() {
    for (int i = 1; i <= 25; i++) {
      log.add(line(i));
    }
    assertThat(log.wouldHave()).hasSize(20);
    assertThat(log.wouldHave().get(0).atMillis()).isEqualTo(6);
    assertThat(log.complete(3, "c", "late")).isNull();
    assertThat(log.complete(7, "c", "late")).isNotNull();
    assertThat(log.wouldHave().get(1).to()).isEqualTo("c");
  }
}
