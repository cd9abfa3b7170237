package io.traceo.workflows.group;

import io.traceo.workflows.group.WouldHave.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps {@link Alarms} and what the group would have done. Plain state without waits or clock. */
final class AlarmLog {
  private static final int KEPT = 20;

  private final List<WouldHave> wouldHave = new ArrayList<>();
  private long falseAlarms;
  private long missedOutages;
  private Alarms.@Nullable Open open;

  AlarmLog(Alarms carried, List<WouldHave> earlier) {
    falseAlarms = carried.falseAlarms();
    missedOutages = carried.missedOutages();
    open = carried.open();
    wouldHave.addAll(earlier);
  }

  Alarms alarms() {
    return new Alarms(falseAlarms, missedOutages, open);
  }

  List<WouldHave> wouldHave() {
    return List.copyOf(wouldHave);
  }

  /** The verdict calls for a failover; true when an alarm begins with it. */
  boolean sounds(String leader, boolean announced, long now) {
    if (open != null) {
      return false;
    }
    open = new Alarms.Open(now, leader, announced, false);
    return true;
  }

  /** Whether an alarm goes on. */
  boolean goesOn() {
    return open != null;
  }

  /** Whether what the group would have done is still to be noted; true once per alarm. */
  boolean toForesee() {
    Alarms.Open now = open;
    if (now == null || now.announced() || now.foreseen()) {
      return false;
    }
    open = new Alarms.Open(now.sinceMillis(), now.leader(), false, true);
    return true;
  }

  void add(WouldHave line) {
    wouldHave.add(line);
    if (wouldHave.size() > KEPT) {
      wouldHave.remove(0);
    }
  }

  /** Completes the line of that time; null when it is no longer kept. */
  @Nullable WouldHave complete(long atMillis, @Nullable String target, String why) {
    for (int i = 0; i < wouldHave.size(); i++) {
      WouldHave line = wouldHave.get(i);
      if (line.because() != null && line.atMillis() == atMillis) {
        wouldHave.set(i, line.knowing(target, why));
        return wouldHave.get(i);
      }
    }
    return null;
  }

  /**
   * The same region leads and writes again, without a failover.
   *
   * @param within no longer than this is a false alarm
   * @return what it counted as, in words; null when no alarm that counts was open
   */
  @Nullable String wellAgain(long now, Duration within) {
    Alarms.Open over = open;
    open = null;
    if (over == null || over.announced()) {
      return null;
    }
    long took = now - over.sinceMillis();
    boolean falseAlarm = took <= within.toMillis();
    if (falseAlarm) {
      falseAlarms++;
    } else {
      missedOutages++;
    }
    end(falseAlarm ? End.FALSE_ALARM : End.MISSED_OUTAGE, now);
    return (falseAlarm ? "false alarm: " : "missed outage: ")
        + over.leader()
        + " leads and writes again after "
        + took
        + " ms, without a failover";
  }

  /** Another region leads. */
  void moved(long now) {
    open = null;
    end(End.MOVED, now);
  }

  private void end(End how, long now) {
    wouldHave.replaceAll(
        line -> line.because() != null && line.end() == null ? line.ended(how, now) : line);
  }
}
