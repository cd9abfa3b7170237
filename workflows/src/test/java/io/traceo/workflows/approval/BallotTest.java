package io.traceo.workflows.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.approval.StartedBy.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose yes counts, and how many. */
class BallotTest {
  private static final long NOW = 1_795_700_000_000L;
  private static final long MINUTE = 60_000;
  private static final ApprovalSubject SUBJECT = subject(1000);

  private final Ballot byGroup = ballot(new StartedBy(Kind.GROUP, null));

  private static ApprovalSubject subject(long position) {
    return new ApprovalSubject(
        "failover/na/2-1",
        "run",
        "failover",
        "na",
        2,
        "us-west-2",
        List.of(new SealedMember("us-west-2", 1, position, 2, "id")),
        new LossEstimate(10L, 20L, "at most 10 bytes"),
        List.of("asynchronous"));
  }

  private static Ballot ballot(StartedBy starter) {
    return new Ballot(SUBJECT, starter, TestKeys.settings());
  }

  private static Approval unsigned(String who) {
    return new Approval(
        Statements.hash(SUBJECT), who, NOW, NOW + 10 * MINUTE, false, null, null, null);
  }

  private static Approval yes(String who) {
    return TestKeys.signed(unsigned(who));
  }

  private static Approval breakGlass(String who, String reason) {
    return TestKeys.signed(
        new Approval(
            Statements.hash(SUBJECT), who, NOW, NOW + 10 * MINUTE, true, reason, null, null));
  }

  @Test
  void oneIsEnoughForARunOfTheGroup() {
    assertThat(byGroup.problem(yes("ada"), NOW)).isNull();
    assertThat(byGroup.decided(NOW)).isFalse();
    byGroup.add(yes("ada"), NOW);
    assertThat(byGroup.decided(NOW)).isTrue();
    assertThat(byGroup.given()).containsExactly("ada");
  }

  @Test
  void aProvenStarterNeedsSomebodyElse() {
    Ballot ballot = ballot(new StartedBy(Kind.PROVEN, "ada"));
    assertThat(ballot.problem(yes("ada"), NOW)).contains("ada has started this run");
    assertThat(ballot.problem(yes(" Ada "), NOW)).contains("has started this run");
    ballot.add(yes("bob"), NOW);
    assertThat(ballot.decided(NOW)).isTrue();
  }

  @Test
  void aStarterWhoIsNotProvenNeedsTwoDifferentPeople() {
    Ballot ballot = ballot(new StartedBy(Kind.UNPROVEN, "ada"));
    assertThat(ballot.problem(yes("ada"), NOW)).isNotNull();
    ballot.add(yes("bob"), NOW);
    ballot.add(yes("BOB"), NOW);
    assertThat(ballot.decided(NOW)).isFalse();
    assertThat(ballot.missing(NOW)).isEqualTo(1);
    ballot.add(yes("cyd"), NOW);
    assertThat(ballot.decided(NOW)).isTrue();
  }

  @Test
  void aYesThatExpiresBeforeTheSecondComesNoLongerCounts() {
    Ballot ballot = ballot(new StartedBy(Kind.UNPROVEN, null));
    ballot.add(yes("bob"), NOW);
    long later = NOW + 11 * MINUTE;
    ballot.add(
        TestKeys.signed(
            new Approval(
                Statements.hash(SUBJECT), "cyd", later, later + MINUTE, false, null, null, null)),
        later);
    assertThat(ballot.decided(later)).isFalse();
  }

  @Test
  void breakGlassDecidesAloneTheStarterTooAndNeedsAReason() {
    Ballot ballot = ballot(new StartedBy(Kind.UNPROVEN, "ada"));
    assertThat(ballot.problem(breakGlass("ada", " "), NOW)).contains("break-glass needs a reason");
    ballot.add(breakGlass("ada", "nobody else is awake"), NOW);
    assertThat(ballot.decided(NOW)).isTrue();
    assertThat(ballot.given()).containsExactly("ada (break-glass): nobody else is awake");
  }

  @Test
  void whatIsForgedExpiredOrAboutSomethingElseDoesNotCount() {
    assertThat(byGroup.problem(unsigned("ada"), NOW)).contains("nobody signed it");
    assertThat(byGroup.problem(TestKeys.forged(unsigned("ada")), NOW))
        .contains("not that of key \"api\"");
    Approval signed = yes("ada");
    assertThat(byGroup.problem(signed.signed("other", signed.signature()), NOW))
        .contains("has no key \"other\"");
    assertThat(
            byGroup.problem(
                new Approval(
                    signed.subject(),
                    "eve",
                    signed.issuedAtMillis(),
                    signed.expiresAtMillis(),
                    false,
                    null,
                    signed.keyId(),
                    signed.signature()),
                NOW))
        .contains("not that of key");
    assertThat(byGroup.problem(signed, NOW + 10 * MINUTE)).contains("expired");
    assertThat(byGroup.problem(signed, NOW - 2 * MINUTE)).contains("from the future");
    assertThat(
            byGroup.problem(
                TestKeys.signed(
                    new Approval(
                        signed.subject(), "ada", NOW, NOW + 61 * MINUTE, false, null, null, null)),
                NOW))
        .contains("at most 60 minutes");
    assertThat(
            byGroup.problem(
                TestKeys.signed(
                    new Approval(
                        Statements.hash(subject(999)),
                        "ada",
                        NOW,
                        NOW + MINUTE,
                        false,
                        null,
                        null,
                        null)),
                NOW))
        .contains("about something else");
  }

  @Test
  void withoutASignatureItCountsInTheLabAloneAndSaysSo() {
    Ballot lab =
        new Ballot(SUBJECT, new StartedBy(Kind.GROUP, null), new ApprovalSettings(List.of(), true));
    assertThat(lab.problem(unsigned("ada"), NOW)).isNull();
    assertThat(lab.problem(TestKeys.forged(unsigned("ada")), NOW)).contains("no key");
    lab.add(unsigned("ada"), NOW);
    assertThat(lab.given()).containsExactly("ada (unsigned, lab only)");
  }

  @Test
  void everyFieldOfTheSubjectIsInItsHash() {
    String hash = Statements.hash(SUBJECT);
    assertThat(Statements.hash(subject(1000))).isEqualTo(hash);
    assertThat(
            List.of(
                changed("failover/na/2-2", "run", "failover", "na", 2, "us-west-2", 10L, "a"),
                changed("failover/na/2-1", "ru2", "failover", "na", 2, "us-west-2", 10L, "a"),
                changed("failover/na/2-1", "run", "step", "na", 2, "us-west-2", 10L, "a"),
                changed("failover/na/2-1", "run", "failover", "eu", 2, "us-west-2", 10L, "a"),
                changed("failover/na/2-1", "run", "failover", "na", 3, "us-west-2", 10L, "a"),
                changed("failover/na/2-1", "run", "failover", "na", 2, "us-west-1", 10L, "a"),
                changed("failover/na/2-1", "run", "failover", "na", 2, "us-west-2", 11L, "a"),
                changed("failover/na/2-1", "run", "failover", "na", 2, "us-west-2", null, "a"),
                changed("failover/na/2-1", "run", "failover", "na", 2, "us-west-2", 10L, "b"),
                changed("failover/na/2-1", "run", "failover", "na", 2, "us-west-2", 10L, "a")))
        .doesNotHaveDuplicates()
        .doesNotContain(hash);
  }

  private static String changed(
      String workflow,
      String run,
      String gate,
      String group,
      long epoch,
      String target,
      Long bytes,
      String reason) {
    return Statements.hash(
        new ApprovalSubject(
            workflow,
            run,
            gate,
            group,
            epoch,
            target,
            List.of(),
            new LossEstimate(bytes, 0L, "text"),
            List.of(reason)));
  }
}
