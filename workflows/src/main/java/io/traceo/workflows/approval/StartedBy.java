package io.traceo.workflows.approval;

import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.contract.WorkflowIds;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who began a run, as far as that is proven, and so how many people must approve it: the group's
 * own run one, that of a proven user one who is not he, any other two. Pure.
 *
 * @param user null when the group began it, or nobody said who did
 */
public record StartedBy(Kind kind, @Nullable String user) {
  /** How sure it is. */
  public enum Kind {
    /** The group's entity: the server says who a run's parent is. */
    GROUP,
    /** A signature says who. */
    PROVEN,
    /** Whatever was typed. */
    UNPROVEN
  }

  /**
   * Looks at the run's parent and at the proof, if any.
   *
   * @param proof null when the start carried none
   * @param typed a name that proves nothing
   */
  public static StartedBy of(
      WorkflowInfo run,
      String group,
      @Nullable Starter proof,
      @Nullable String typed,
      ApprovalSettings settings) {
    if (run.getParentWorkflowId().filter(WorkflowIds.group(group)::equals).isPresent()) {
      return new StartedBy(Kind.GROUP, null);
    }
    if (proof != null && problem(run, proof, settings) == null) {
      return new StartedBy(Kind.PROVEN, proof.user());
    }
    return new StartedBy(Kind.UNPROVEN, typed);
  }

  /** Why the proof does not stand for this run; null when it does. */
  public static @Nullable String problem(
      WorkflowInfo run, Starter proof, ApprovalSettings settings) {
    return proof.workflowId().equals(run.getWorkflowId())
        ? Statements.problem(proof, settings.keys())
        : "it is for " + proof.workflowId();
  }

  /** How many different people must approve. */
  public int approvers() {
    return kind == Kind.UNPROVEN ? 2 : 1;
  }

  /** Whether this user began it. */
  boolean is(String other) {
    return user != null && name(user).equals(name(other));
  }

  /** User names that differ in case or blanks alone are the same. */
  static String name(String user) {
    return user.strip().toLowerCase(Locale.ROOT);
  }

  /** In words. */
  public String text() {
    return switch (kind) {
      case GROUP -> "the group itself";
      case PROVEN -> user + " (proven)";
      case UNPROVEN -> (user == null ? "somebody" : user) + " (not proven)";
    };
  }
}
