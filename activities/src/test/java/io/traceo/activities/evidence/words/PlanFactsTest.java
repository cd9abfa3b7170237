package io.traceo.activities.evidence.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.evidence.Restores;
import io.traceo.activities.evidence.words.PlanFacts.Fact;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.restore.RestoreTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanFactsTest {
  @Test
  void saysWhichBackupWhatIsLostHowLongAndWhere() {
    assertThat(PlanFacts.of(Restores.plan()))
        .containsExactly(
            new Fact(
                "from",
                "backup 20261125T020000-aaaa of 2026-11-25T02:01:40Z, taken from us-east-1,"
                    + " 1.5 GiB, timeline 8, 3/52000028 to 3/52000120"),
            new Fact("target", "the archive's end, 3/5A000028"),
            new Fact("log", "120.0 MiB to replay"),
            new Fact("loss", "commits of the last 3.25 s would be missing"),
            new Fact("newest", "2026-11-25T03:59:56.750Z is the last moment that can be restored"),
            new Fact("takes", "about 4 min 5 s"),
            new Fact("where", "127.84.3.1:15433 in us-west-2, in a folder of its own"));
  }

  @Test
  void everyRefusalHasALineAndWhatIsUnknownSaysSo() {
    RestoreOutlook none =
        new RestoreOutlook(
            null,
            new RestoreTarget(RestoreTarget.Kind.TIME, 1_795_600_000_000L, null),
            0,
            null,
            0,
            null,
            "us-west-2",
            "the member of us-west-2",
            List.of("no backup before that time", "no space"));
    assertThat(PlanFacts.of(none))
        .contains(
            new Fact("from", "no backup that would do"),
            new Fact("target", "2026-11-25T09:46:40Z"),
            new Fact("newest", "not known which is the last moment that can be restored"),
            new Fact("replaces", "only in a take-over: the member of us-west-2"),
            new Fact("refused", "no backup before that time"),
            new Fact("refused", "no space"));
  }
}
