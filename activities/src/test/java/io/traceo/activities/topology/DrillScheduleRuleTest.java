package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.drill.DrillSchedule;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with when groups are drilled, with file and line. */
class DrillScheduleRuleTest {
  private static final String FILE = "drill.yaml";

  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void ship() {
    runbooks = Runbooks.shippedIn(folder);
  }

  private String reasonAt(String line) {
    return runbooks.only(FILE, line).reason();
  }

  @Test
  void whatIsShippedIsRightAndDrillsAGroupADay() {
    assertThat(runbooks.findings()).isEmpty();
    DrillSchedule schedule = runbooks.check().configuration().drill().schedule();
    assertThat(IntStream.range(0, 7).mapToObj(i -> schedule.momentOf(i).toString()))
        .containsExactly(
            "day 3 at 10:00",
            "day 4 at 10:00",
            "day 5 at 10:00",
            "day 6 at 10:00",
            "day 7 at 10:00",
            "day 8 at 10:00",
            "day 9 at 10:00");
  }

  @Test
  void aStaggerOfHoursGoesOverMidnight() {
    runbooks.edit(FILE, "stagger: 1d", "stagger: 5h");
    DrillSchedule schedule = runbooks.check().configuration().drill().schedule();
    assertThat(schedule.momentOf(2)).hasToString("day 3 at 20:00");
    assertThat(schedule.momentOf(3)).hasToString("day 4 at 01:00");
  }

  @Test
  void withoutAScheduleOnlyPeopleStartDrills() {
    String text = runbooks.read(FILE);
    runbooks.write(FILE, text.substring(0, text.indexOf("schedule:")));
    assertThat(runbooks.findings()).isEmpty();
    assertThat(runbooks.check().configuration().drill().schedule()).isNull();
  }

  @Test
  void drillsTooCloseToEachOtherAreRefused() {
    runbooks.edit(FILE, "stagger: 1d", "stagger: 119m");
    assertThat(reasonAt("stagger")).contains("at once", "use 2h or more");
  }

  @Test
  void aGroupOfWhichNotEveryMonthHasTheDayIsNamed() {
    runbooks.edit(FILE, "day: 3", "day: 23");
    assertThat(reasonAt("stagger")).contains("sa (day 29 at 10:00)").doesNotContain("apac");
  }

  @Test
  void aDayThatSomeMonthsLackIsRefused() {
    runbooks.edit(FILE, "day: 3", "day: 31");
    assertThat(reasonAt("day:")).contains("28");
  }

  @Test
  void aTimeIsTypedInQuotes() {
    runbooks.edit(FILE, "at: \"10:00\"", "at: 10:00");
    assertThat(runbooks.findings().stream().map(Finding::reason))
        .allMatch(r -> r.contains("in quotes"));
    runbooks.edit(FILE, "at: 10:00", "at: \"25:00\"");
    assertThat(reasonAt("at:")).contains("a time of the day in quotes");
  }

  @Test
  void anUnknownTimeZoneIsRefused() {
    runbooks.edit(FILE, "timeZone: UTC", "timeZone: Mars/Base");
    assertThat(reasonAt("timeZone")).contains("unknown time zone \"Mars/Base\"");
  }

  @Test
  void daysThatThereAreNotAndWindowsThatEndBeforeTheyBeginAreRefused() {
    runbooks.edit(FILE, "{from: 12-20, to: 01-02", "{from: 02-30, to: 03-01");
    assertThat(reasonAt("from:")).contains("02-30");
    runbooks.edit(FILE, "{from: 02-30, to: 03-01", "{from: 2026-12-20, to: 2026-12-19");
    assertThat(reasonAt("from:")).contains("2026-12-19 is before 2026-12-20");
    runbooks.edit(FILE, "{from: 2026-12-20, to: 2026-12-19", "{from: 2026-12-20, to: 12-21");
    assertThat(reasonAt("from:")).contains("type the year in both");
  }

  @Test
  void aWindowThatTakesAGroupsDrillIsSaid() {
    runbooks.edit(FILE, "to: 01-02", "to: 01-04");
    Finding finding = runbooks.only(FILE, "from:");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason())
        .contains("12-20 to 01-04 (year end)", "na (day 3 at 10:00), eu (day 4 at 10:00)")
        .doesNotContain("china");
  }
}
