package io.traceo.workflows.copies;

import io.traceo.workflows.failover.CandidateChooser;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The synchronous set of a leader, as the group records it: what a failover's proof counts with. It
 * asks for at least as many seals as the truth on the leader needs, at each moment.
 *
 * @param members n of them confirm commits; in the topology's order
 * @param quorum k: confirmations that a commit needs; 0 when nobody confirms
 * @param sinceMillis by Temporal's clock; null when it is the topology's and was never changed
 * @param why in words
 * @param foreign whether somebody else has set it on the leader; Traceo leaves that alone
 */
public record CopySet(
    List<String> members, int quorum, @Nullable Long sinceMillis, String why, boolean foreign) {
  public CopySet {
    members = members == null ? List.of() : List.copyOf(members);
  }

  /** What the topology declares for this leader. */
  public static CopySet declared(ReplicationGroup group, String leader) {
    return new CopySet(
        group.members().stream().filter(m -> !m.equals(leader)).toList(),
        group.quorum(),
        null,
        "declared in the topology",
        false);
  }

  /** The recorded set where there is one, else the declared. */
  public static CopySet orDeclared(
      @Nullable CopySet recorded, ReplicationGroup group, String leader) {
    return recorded == null ? declared(group, leader) : recorded;
  }

  /** What somebody is told that a run has armed. */
  public static CopySet of(List<String> members, int quorum, long atMillis, String why) {
    return new CopySet(members, quorum, atMillis, why, false);
  }

  /** Members that have to be sealed so that no acknowledged write can be missing. */
  public int sealedNeeded() {
    return CandidateChooser.sealedNeeded(members.size(), quorum);
  }

  /**
   * Whether the proof over this record holds for writes that were acknowledged by such a set: every
   * k of its members meet every majority that this record asks for.
   */
  public boolean covers(List<String> set, int confirmations) {
    return quorum == 0 || (members.containsAll(set) && quorum <= confirmations);
  }

  /** The smallest that covers both. */
  public CopySet and(List<String> set, int confirmations, long atMillis, String reason) {
    List<String> both = new ArrayList<>(members);
    set.stream().filter(m -> !both.contains(m)).forEach(both::add);
    return new CopySet(both, Math.min(quorum, confirmations), atMillis, reason, foreign);
  }

  /** Whether both name the same members, in any order, and the same number. */
  boolean same(List<String> set, int confirmations) {
    return quorum == confirmations
        && (quorum == 0 || new TreeSet<>(members).equals(new TreeSet<>(set)));
  }

  /** In words, for example {@code 1 of us-west-2, us-west-1}. */
  public String text() {
    return quorum == 0
        ? "nobody confirms commits"
        : quorum + " of " + String.join(", ", members) + " confirms a commit";
  }
}
