package io.traceo.workflows.drill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * When groups are drilled by themselves: once a month each, one after the other in the order of the
 * topology, so that no two are drilled at once.
 *
 * @param day of the month of the first group, 1 to 28
 * @param at time of the day, such as {@code 10:00}
 * @param timeZone for example {@code Europe/Berlin}
 * @param stagger each next group is drilled so much later
 * @param except days on which no drill is started
 */
public record DrillSchedule(
    int day, String at, String timeZone, Duration stagger, List<NoDrills> except) {
  private static final int MINUTES_OF_DAY = 24 * 60;

  public DrillSchedule {
    except = except == null ? List.of() : List.copyOf(except);
  }

  /**
   * When in a month a group is drilled.
   *
   * @param position of the group in the topology, from 0
   */
  public Moment momentOf(int position) {
    String[] clock = at.split(":", 2);
    long minutes =
        (day - 1L) * MINUTES_OF_DAY
            + Long.parseLong(clock[0]) * 60
            + Long.parseLong(clock[1])
            + position * stagger.toMinutes();
    int ofDay = (int) (minutes % MINUTES_OF_DAY);
    return new Moment((int) (minutes / MINUTES_OF_DAY) + 1, ofDay / 60, ofDay % 60);
  }

  /**
   * A moment of every month.
   *
   * @param day above 28 not every month has it
   */
  public record Moment(int day, int hour, int minute) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "day %d at %02d:%02d", day, hour, minute);
    }
  }
}
