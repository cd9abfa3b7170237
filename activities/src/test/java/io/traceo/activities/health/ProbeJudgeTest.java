package io.traceo.activities.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.topology.ProbeSettings;
import org.junit.jupiter.api.Test;

/** What an observer says, by what its probes and its witnesses brought; times in milliseconds. */
class ProbeJudgeTest {
  private final ProbeJudge judge = new ProbeJudge(ProbeSettings.DEFAULT, ms(0));

  private static long ms(long millis) {
    return millis * 1_000_000;
  }

  private void answersAtFirst() {
    judge.succeeded();
    assertThat(judge.view(ms(0))).isEqualTo(View.HEALTHY);
  }

  private void silentThreeTimes(long from) {
    for (int i = 0; i < 3; i++) {
      judge.failed(null, "no answer", ms(from + 250L * i));
    }
  }

  @Test
  void nothingIsSaidBeforeTheFirstRound() {
    assertThat(judge.view(ms(10))).isNull();
    judge.succeeded();
    assertThat(judge.view(ms(20))).isEqualTo(View.HEALTHY);
  }

  @Test
  void anObserverThatHasJustStartedDoesNotCallALeaderDead() {
    silentThreeTimes(100);
    assertThat(judge.view(ms(700))).isNull();
    judge.failed(null, "no answer", ms(5_200));
    judge.looked(5, ms(5_210));
    judge.looked(5, ms(5_600));
    assertThat(judge.view(ms(5_600))).isEqualTo(View.DEAD);
  }

  @Test
  void refusalsAndAQuietStandbyAreEnoughForAnObserverThatHasJustStarted() {
    for (int i = 0; i < 3; i++) {
      judge.failed(ProbeOutcome.REFUSED, "Connection refused", ms(100 + 100L * i));
    }
    assertThat(judge.view(ms(310))).as("no standby was asked yet").isNull();
    judge.looked(7, ms(320));
    assertThat(judge.view(ms(330))).as("one look only sets the mark").isNull();
    judge.looked(7, ms(630));
    assertThat(judge.view(ms(640))).isEqualTo(View.DEAD);
  }

  @Test
  void oneSilentProbeAmongThemMayBeItsOwnSlowness() {
    judge.failed(ProbeOutcome.REFUSED, "Connection refused", ms(100));
    judge.failed(null, "no answer", ms(200));
    judge.failed(ProbeOutcome.REFUSED, "Connection refused", ms(300));
    judge.looked(7, ms(320));
    judge.looked(7, ms(1_200));
    assertThat(judge.view(ms(1_210))).isNull();
  }

  @Test
  void refusalsWhileAStandbyGetsNewRowsSayNothingYet() {
    for (int i = 0; i < 3; i++) {
      judge.failed(ProbeOutcome.REFUSED, "Connection refused", ms(100 + 100L * i));
    }
    judge.looked(7, ms(320));
    judge.looked(8, ms(630));
    judge.looked(9, ms(940));
    assertThat(judge.view(ms(950))).isNull();
  }

  @Test
  void aLeaderThatWasStartedAgainIsReadOnlyUntilItFallsSilentOrLeads() {
    answersAtFirst();
    for (int i = 0; i < 3; i++) {
      judge.failed(ProbeOutcome.REFUSED, "Connection refused", ms(100 + 100L * i));
    }
    judge.looked(7, ms(320));
    judge.looked(7, ms(700));
    assertThat(judge.view(ms(710))).isEqualTo(View.DEAD);
    judge.failed(ProbeOutcome.READ_ONLY, "answers as a standby", ms(800));
    assertThat(judge.view(ms(810))).isEqualTo(View.READ_ONLY);
    judge.reached();
    assertThat(judge.view(ms(820))).as("the next login is under way").isEqualTo(View.READ_ONLY);
    judge.failed(null, "no answer", ms(900));
    assertThat(judge.view(ms(910))).isEqualTo(View.DEAD);
    judge.succeeded();
    assertThat(judge.view(ms(920))).isEqualTo(View.HEALTHY);
  }

  @Test
  void twoFailuresAreNoDeath() {
    answersAtFirst();
    judge.failed(null, "no answer", ms(100));
    judge.failed(null, "no answer", ms(350));
    assertThat(judge.view(ms(360))).isEqualTo(View.HEALTHY);
  }

  @Test
  void silenceWithQuietStandbysIsDeath() {
    answersAtFirst();
    judge.looked(7, ms(50));
    silentThreeTimes(100);
    judge.looked(7, ms(200));
    assertThat(judge.view(ms(610))).as("not asked long enough").isEqualTo(View.HEALTHY);
    judge.looked(7, ms(620));
    assertThat(judge.view(ms(620))).as("the network may hold rows up").isEqualTo(View.HEALTHY);
    judge.looked(7, ms(950));
    assertThat(judge.view(ms(950))).isEqualTo(View.DEAD);
  }

  @Test
  void newRowsAtAStandbyContradict() {
    answersAtFirst();
    judge.looked(7, ms(50));
    silentThreeTimes(100);
    judge.looked(8, ms(200));
    judge.looked(9, ms(450));
    assertThat(judge.view(ms(620))).isEqualTo(View.UNREACHABLE_FROM_HERE);
    judge.looked(9, ms(1_200));
    assertThat(judge.view(ms(1_200))).as("and then no more").isEqualTo(View.DEAD);
  }

  @Test
  void rowsThatWereUnderWayWhenTheFirstProbeFailedProveNothing() {
    answersAtFirst();
    judge.looked(7, ms(50));
    silentThreeTimes(100);
    judge.looked(8, ms(110));
    judge.looked(8, ms(860));
    assertThat(judge.view(ms(860))).isEqualTo(View.DEAD);
  }

  @Test
  void standbysThatCannotBeAskedDoNotHoldUpAVerdict() {
    answersAtFirst();
    silentThreeTimes(100);
    assertThat(judge.view(ms(700))).isEqualTo(View.HEALTHY);
    assertThat(judge.view(ms(1_700))).isEqualTo(View.DEAD);
  }

  @Test
  void aServerThatAnswersButCannotWriteIsDeadStorage() {
    answersAtFirst();
    for (int i = 0; i < 3; i++) {
      judge.failed(ProbeOutcome.STORAGE, "could not write block", ms(100 + 250L * i));
    }
    judge.looked(7, ms(200));
    judge.looked(7, ms(620));
    assertThat(judge.view(ms(620))).isEqualTo(View.STORAGE_DEAD);
  }

  @Test
  void aSynchronousCommitThatHangsIsALostQuorumNeverADeath() {
    judge.succeeded();
    judge.syncStarted(ms(100));
    assertThat(judge.view(ms(1_000))).isEqualTo(View.HEALTHY);
    assertThat(judge.view(ms(1_500))).isEqualTo(View.QUORUM_LOST);
    judge.syncDone();
    assertThat(judge.view(ms(1_510))).isEqualTo(View.HEALTHY);
  }

  @Test
  void oneSuccessForgetsTheFailures() {
    answersAtFirst();
    silentThreeTimes(100);
    judge.looked(7, ms(200));
    judge.looked(7, ms(620));
    judge.succeeded();
    assertThat(judge.view(ms(700))).isEqualTo(View.HEALTHY);
  }

  @Test
  void aLeaderThatRefusesTheObserverLives() {
    answersAtFirst();
    for (int i = 0; i < 3; i++) {
      judge.failed(ProbeOutcome.DENIED, "password authentication failed", ms(100 + 250L * i));
    }
    judge.looked(7, ms(200));
    judge.looked(7, ms(620));
    assertThat(judge.view(ms(620))).isEqualTo(View.NO_ACCESS);
    assertThat(judge.detail()).contains("password authentication failed");
    silentThreeTimes(1_000);
    judge.looked(7, ms(1_100));
    judge.looked(7, ms(1_850));
    assertThat(judge.view(ms(1_850))).isEqualTo(View.DEAD);
  }

  @Test
  void aLoginBetweenSilentProbesTellsHungStorageFromADeadServer() {
    answersAtFirst();
    judge.failed(null, "no answer", ms(100));
    judge.failed(null, "no answer", ms(350));
    judge.reached();
    judge.failed(null, "no answer", ms(600));
    judge.looked(7, ms(610));
    judge.looked(7, ms(1_360));
    assertThat(judge.view(ms(1_360))).isEqualTo(View.STORAGE_DEAD);
  }

  @Test
  void aLoginBeforeTheFirstSilentProbeCountsToo() {
    answersAtFirst();
    judge.reached();
    silentThreeTimes(100);
    judge.looked(7, ms(610));
    judge.looked(7, ms(1_360));
    assertThat(judge.view(ms(1_360))).isEqualTo(View.STORAGE_DEAD);
    judge.succeeded();
    silentThreeTimes(2_000);
    judge.looked(7, ms(2_510));
    judge.looked(7, ms(3_260));
    assertThat(judge.view(ms(3_260))).as("a success forgets it").isEqualTo(View.DEAD);
  }

  @Test
  void anObserverThatStoodStillStartsAfresh() {
    answersAtFirst();
    judge.failed(null, "no answer", ms(100));
    judge.failed(null, "no answer", ms(350));
    judge.stoodStill();
    assertThat(judge.view(ms(90_000))).isNull();
    judge.failed(null, "no answer", ms(90_000));
    judge.looked(9, ms(90_010));
    judge.looked(9, ms(92_000));
    assertThat(judge.view(ms(92_000))).isNull();
    judge.succeeded();
    assertThat(judge.view(ms(92_010))).isEqualTo(View.HEALTHY);
  }
}
