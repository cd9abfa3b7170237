package io.traceo.workflows.drill;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Days of the maintenance calendar on which no drill is started, both ends included.
 *
 * @param from {@code 2026-11-23}, or {@code 12-20} for every year
 * @param to of the same kind; the same day when left out
 * @param why for people
 */
public record NoDrills(String from, @Nullable String to, String why) {
  private static final int ONE_DAY = "MM-DD".length();

  /** A year with a 29th of February: whatever is typed for every year is a day of it. */
  private static final int ANY_YEAR = 2028;

  /** Whether it comes back every year. */
  public boolean everyYear() {
    return from.length() == ONE_DAY;
  }

  /**
   * Every day, in order; of some year when it comes back every year.
   *
   * @throws DateTimeException saying which day there is not, or what does not fit together
   */
  public List<LocalDate> days() {
    LocalDate first = day(from);
    LocalDate last = to == null ? first : day(to);
    if (to != null && to.length() != from.length()) {
      throw new DateTimeException(
          from + " and " + to + " are of two kinds: type the year in both, or in none");
    }
    if (last.isBefore(first)) {
      if (!everyYear()) {
        throw new DateTimeException(to + " is before " + from);
      }
      last = last.plusYears(1);
    }
    return first.datesUntil(last.plusDays(1)).toList();
  }

  private static LocalDate day(String typed) {
    return typed.length() == ONE_DAY
        ? MonthDay.parse("--" + typed).atYear(ANY_YEAR)
        : LocalDate.parse(typed);
  }

  @Override
  public String toString() {
    return from + (to == null ? "" : " to " + to) + " (" + why + ")";
  }
}
