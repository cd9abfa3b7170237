package io.traceo.lab.failure;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * One story of the failure suite: what goes wrong, and what has to come of it.
 *
 * @param name {@code part/what}, as it is named on the command line
 * @param bed the lab that it is played in
 * @param inGate whether the short suite of the gate plays it
 * @param expects the outcome that is demanded, in words
 * @param story plays it; whatever it throws is a failure
 */
record FailureCase(String name, Bed bed, boolean inGate, String expects, Story story) {

  /** A story's steps. */
  interface Story {
    void play(Scene scene) throws Exception;
  }

  /** Labs that cases share: one is reused as long as the next case wants the same. */
  enum Bed {
    /** Three members, one confirmation of two. */
    NORTH_AMERICA("na", ""),
    /** The same within a maintenance window that began an hour ago and outlasts the case. */
    MAINTENANCE(
        "na", "    maintenance: [{cron: \"0 %d * * *\", timeZone: UTC, length: 6h, why: it}]\n"),
    /** Two members, copied asynchronously. */
    INDIA("india", "");

    /** No second move away from a leader that still answers within this time. */
    static final int COOLDOWN_SECONDS = 45;

    private final String group;
    private final String more;

    Bed(String group, String more) {
      this.group = group;
      this.more = more;
    }

    String group() {
      return group;
    }

    /**
     * What stands in the shipped runbooks, and what is to stand there instead: pauses that a suite
     * of many moves can wait for.
     */
    Map<String, String> settings() {
      return Map.of(
          "    cooldown: 5m\n",
          "    cooldown: "
              + COOLDOWN_SECONDS
              + "s\n    flapping: {moves: 20, within: 1m}\n"
              + more.formatted(OffsetDateTime.now(ZoneOffset.UTC).minusHours(1).getHour()));
    }
  }

  static FailureCase of(String name, String expects, Story story) {
    return new FailureCase(name, Bed.NORTH_AMERICA, false, expects, story);
  }

  /** Played in the gate, too. */
  FailureCase gated() {
    return new FailureCase(name, bed, true, expects, story);
  }

  FailureCase in(Bed other) {
    return new FailureCase(name, other, inGate, expects, story);
  }

  /** Every case, in the order they are played. */
  static List<FailureCase> all() {
    return java.util.stream.Stream.of(
            LedgerCases.all(),
            GateCases.all(),
            CompensationCases.all(),
            BoundaryCases.all(),
            HolderCases.all(),
            RoundTripCases.all(),
            GrantCases.all(),
            ControlCases.all(),
            PreemptionCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
