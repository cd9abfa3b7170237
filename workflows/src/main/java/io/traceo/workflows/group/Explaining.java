package io.traceo.workflows.group;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.ApprovalRule;
import io.traceo.workflows.failover.FailoverForecast;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.Explanation.Gate;
import io.traceo.workflows.topology.OnLastCopy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether a group would fail over now, and what holds it. Changes nothing. */
record Explaining(Definition definition, GrantBook book, Gates gates, Arming arming) {

  /** What is known in this moment. */
  record Now(
      String leader,
      long epoch,
      Verdict verdict,
      boolean observersOut,
      List<Observation> votes,
      @Nullable MembersSeen seen,
      @Nullable Long verdictSinceMillis,
      long atMillis,
      CopySet copies) {}

  /** Of a group that is just starting. */
  static Explanation notYet(String group, String leader, long epoch) {
    return new Explanation(
        group,
        leader,
        epoch,
        Verdict.UNKNOWN,
        false,
        "would not fail over by itself: it is just starting",
        List.of(new Gate("NO_QUORUM", "it is just starting", null, "ask again in a moment")),
        null,
        null,
        List.of(),
        null,
        null);
  }

  Explanation explain(Now now) {
    FailoverForecast would =
        now.seen() == null
            ? new FailoverForecast(null, "the members were not asked yet", List.of())
            : FailoverForecast.of(definition, now.epoch(), now.verdict(), now.seen(), now.copies());
    List<Gate> held = new ArrayList<>();
    Gate frozen = gates.frozen(now.atMillis());
    // Whatever else is said may be about a leader that is none any more.
    boolean first = frozen != null && frozen.name().equals(Gates.CHANGED_OUTSIDE);
    add(held, first ? frozen : null);
    add(held, verdict(now));
    add(held, observesOnly());
    add(held, first ? null : frozen);
    add(held, gates.maintenance(now.atMillis()));
    add(held, gates.unrest(now.votes(), now.atMillis()));
    add(held, grant());
    Gate approval = approval(now, would);
    add(held, approval);
    add(held, candidate(now, would, approval));
    String to = would.target() == null ? "whoever is most advanced" : would.target();
    return new Explanation(
        group(),
        now.leader(),
        now.epoch(),
        now.verdict(),
        held.isEmpty(),
        held.isEmpty()
            ? "would fail over from " + now.leader() + " to " + to
            : "would not fail over by itself: " + held.get(0).why(),
        held,
        would.target(),
        would.why(),
        regions(now.leader(), would),
        now.seen() == null ? null : now.seen().atMillis(),
        now.copies());
  }

  private static void add(List<Gate> gates, @Nullable Gate gate) {
    if (gate != null) {
      gates.add(gate);
    }
  }

  private String group() {
    return definition.group().id();
  }

  private List<Candidate> regions(String leader, FailoverForecast would) {
    List<Candidate> all = new ArrayList<>();
    if (would.candidates().stream().noneMatch(c -> c.region().equals(leader))) {
      all.add(new Candidate(leader, false, "leads"));
    }
    if (!would.candidates().isEmpty()) {
      all.addAll(would.candidates());
      return all;
    }
    definition.group().members().stream()
        .filter(m -> !m.equals(leader))
        .forEach(m -> all.add(new Candidate(m, false, would.why())));
    return all;
  }

  private @Nullable Gate verdict(Now now) {
    String leader = now.leader();
    if (now.verdict().callsForFailover()) {
      return null;
    }
    if (!now.observersOut()) {
      return new Gate(
          "NOT_WATCHED",
          "nobody watches " + leader + ": watch off, and no incident is open",
          null,
          "report an incident (POST /v1/incidents), or set watch: on in the topology");
    }
    Long since = now.verdictSinceMillis();
    return switch (now.verdict()) {
      case HEALTHY -> new Gate("HEALTHY", leader + " is well", since, "nothing to do");
      case QUORUM_LOST ->
          new Gate(
              "QUORUM_LOST",
              leader + " lives, but its followers confirm no commit: nobody may be promoted",
              since,
              "bring a follower back; traceo check --live says what they lack"
                  + (definition.group().onLastCopy() == OnLastCopy.DEGRADE_WITH_APPROVAL
                      ? "; or let writes go on with fewer copies: traceo approve "
                          + WorkflowIds.copies(group())
                      : ""));
      case PARTLY_UNREACHABLE ->
          new Gate(
              "PARTLY_UNREACHABLE",
              "some observers can't reach " + leader + ", but others or its standbys see it alive",
              since,
              "look at the network between these places; a planned move: traceo failover "
                  + group());
      default ->
          new Gate(
              "NO_QUORUM",
              now.votes().size()
                  + " of "
                  + VerdictRule.voters(definition.group().observers(), leader).size()
                  + " observers with a vote have something to say, "
                  + VerdictRule.quorum(
                      VerdictRule.voters(definition.group().observers(), leader).size())
                  + " are needed",
              since,
              "start the workers of the places that are silent, or mend their access");
    };
  }

  private @Nullable Gate observesOnly() {
    if (arming.armed()) {
      return null;
    }
    ArmDecision last = arming.last();
    return new Gate(
        "OBSERVE_ONLY",
        last == null ? "observes only: nobody has armed it yet" : "observes only: " + last.text(),
        last == null ? null : last.atMillis(),
        "traceo arm " + group() + " --reason \"...\"");
  }

  /** A drill or a rollout gives way to an outage; an answer to one, or a planned move, does not. */
  private @Nullable Gate grant() {
    Grant holder = book.operating();
    if (holder == null
        || holder.kind() == Grant.Kind.DRILL
        || holder.kind() == Grant.Kind.CAPACITY
        || holder.kind() == Grant.Kind.COPIES) {
      return null;
    }
    return new Gate(
        "GRANT",
        holder.workflowId() + " (" + holder.kind() + ") operates on the group",
        null,
        "it ends by itself and takes over what it began; to stop it before it promotes, cancel "
            + holder.workflowId());
  }

  private @Nullable Gate approval(Now now, FailoverForecast would) {
    CopySet copies = now.copies();
    boolean leaderBack = VerdictRule.answersReadOnly(now.votes());
    String why =
        would.approvals().isEmpty()
            ? ApprovalRule.unplanned(definition.group(), copies, leaderBack).orElse(null)
            : String.join("; ", would.approvals());
    if (why == null) {
      return null;
    }
    return new Gate(
        "APPROVAL",
        why,
        null,
        would.approvals().isEmpty()
                && (definition.approvals() == null
                    || ApprovalRule.blocked(definition.group(), copies.quorum()))
            ? "nobody may approve it: bring the old leader or a copy back"
            : "a run starts by itself and waits for it: traceo approve RUN, which traceo status "
                + group()
                + " names");
  }

  private static @Nullable Gate candidate(
      Now now, FailoverForecast would, @Nullable Gate approval) {
    boolean refusedFirst =
        approval != null && would.candidates().stream().anyMatch(Candidate::eligible);
    return now.seen() == null || would.target() != null || refusedFirst
        ? null
        : new Gate(
            "NO_CANDIDATE",
            would.why(),
            null,
            "bring the missing members back; traceo check --live says what they lack");
  }
}
