package io.traceo.lab.failure;

import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.lab.RunHistory;
import io.traceo.lab.RunHistory.Boundary;
import io.traceo.lab.Supervisor;
import io.traceo.lab.TestLab;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Workers that are killed when an activity has acted and has not reported, and started again as
 * whoever runs them would.
 */
final class Deaths implements AutoCloseable {
  private final TestLab lab;
  private final Supervisor supervisor;

  Deaths(TestLab lab) {
    this.lab = lab;
    this.supervisor = new Supervisor(lab.parts());
  }

  /**
   * An activity, and who does it: the same in the next run, in which others lead.
   *
   * @param role {@code control}, {@code old} for the leader that is left, {@code new}, {@code
   *     other}
   */
  record Spot(String role, String order) implements Comparable<Spot> {
    static Spot of(Boundary boundary, String from, String to) {
      String place = boundary.place();
      String role =
          place.equals(AddressPlan.CONTROL)
              ? place
              : place.equals(from) ? "old" : place.equals(to) ? "new" : "other";
      return new Spot(role, boundary.order());
    }

    @Override
    public int compareTo(Spot that) {
      return toString().compareTo(that.toString());
    }
  }

  /** Every spot of a run from one leader to another that has ended. */
  SortedSet<Spot> spots(String group, String workflowId, String from, String to) {
    SortedSet<Spot> spots = new TreeSet<>();
    for (Boundary each : new RunHistory(lab.client(group), workflowId).boundaries()) {
      spots.add(Spot.of(each, from, to));
    }
    return spots;
  }

  /** The next one that does this at that place dies. */
  void order(String place, String what) {
    lab.dieAt(place, what);
  }

  /** Nobody is to die any more: whoever had to has. */
  void awaitNone(int seconds) throws Exception {
    Eventually.within(seconds, "died where it was to", () -> lab.deathsOrdered().isEmpty());
  }

  List<String> soFar() {
    return supervisor.deaths();
  }

  @Override
  public void close() throws InterruptedException {
    supervisor.close();
  }
}
