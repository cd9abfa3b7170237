package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * Who may operate on the group: one grant, and at most one that a drill's grant lent itself to.
 * Plain state without waits, so that giving and taking happen in one workflow task.
 */
final class GrantBook {
  private final String group;
  private long given;
  private @Nullable Grant grant;
  private @Nullable Grant lent;

  GrantBook(String group, long given, @Nullable Grant grant, @Nullable Grant lent) {
    this.group = group;
    this.given = given;
    this.grant = grant;
    this.lent = lent;
  }

  @Nullable Grant grant() {
    return grant;
  }

  @Nullable Grant lent() {
    return lent;
  }

  long given() {
    return given;
  }

  Grant.Answer acquire(Grant.Request request) {
    Grant held = find(request.operationId());
    if (held != null) {
      return new Grant.Answer(true, held.token(), null, null);
    }
    Grant drill = grant;
    if (request.lentBy() != null && (drill == null || !drill.token().equals(request.lentBy()))) {
      // A drill that lost its grant, to a real outage for example, has nothing to lend any more.
      return drill == null
          ? new Grant.Answer(false, null, null, "grant " + request.lentBy() + " is not in force")
          : busy(drill, "grant " + request.lentBy() + " is not in force");
    }
    if (drill == null) {
      grant = make(request);
      return new Grant.Answer(true, grant.token(), null, null);
    }
    if (drill.token().equals(request.lentBy())) {
      if (lent == null && lends(drill, request.kind(), request.fromRegion())) {
        lent = make(request);
        return new Grant.Answer(true, lent.token(), null, null);
      }
      return busy(lent == null ? drill : lent, "the drill did not announce this run");
    }
    return busy(drill, "one operation per group at a time");
  }

  /**
   * Gives the group's own failover its grant; null when somebody else's operation is in the way.
   */
  @Nullable Grant giveToFailover(Grant.Request request) {
    Grant holder = grant;
    if (holder == null) {
      grant = make(request);
      return grant;
    }
    if (lent == null && lends(holder, request.kind(), request.fromRegion())) {
      lent = make(request);
      return lent;
    }
    return null;
  }

  /** Whoever operates now, the lent grant before the one that lends. */
  @Nullable Grant operating() {
    return lent != null ? lent : grant;
  }

  /** Workflow id of the drill that holds the group, null when none does. */
  @Nullable String drill() {
    return grant != null && grant.kind() == Grant.Kind.DRILL ? grant.workflowId() : null;
  }

  /** Whether this operation holds a grant already. */
  boolean knows(String operationId) {
    return find(operationId) != null;
  }

  /** Whether this token is in force. */
  boolean holds(String token) {
    return find(token, true) != null;
  }

  /** Takes a grant back; with a drill's grant whatever it lent ends too. */
  boolean release(String token) {
    if (lent != null && lent.token().equals(token)) {
      lent = null;
      return true;
    }
    if (grant != null && grant.token().equals(token)) {
      grant = null;
      lent = null;
      return true;
    }
    return false;
  }

  /** Whether a drill holds the group that lends itself to such a run, or has lent itself. */
  boolean announces(Grant.Kind kind, String fromRegion) {
    return grant != null && lends(grant, kind, fromRegion);
  }

  private static boolean lends(Grant drill, Grant.Kind kind, String fromRegion) {
    return drill.kind() == Grant.Kind.DRILL
        && drill.expects().stream()
            .anyMatch(
                e ->
                    e.kind() == kind
                        && (e.fromRegion().equals(fromRegion) || e.fromRegion().equals("*")));
  }

  private Grant make(Grant.Request request) {
    given++;
    return new Grant(
        group + "-" + given,
        request.operationId(),
        request.workflowId(),
        request.runId(),
        request.kind(),
        request.expects());
  }

  private @Nullable Grant find(String operationId) {
    return find(operationId, false);
  }

  private @Nullable Grant find(String key, boolean byToken) {
    if (lent != null && key.equals(byToken ? lent.token() : lent.operationId())) {
      return lent;
    }
    if (grant != null && key.equals(byToken ? grant.token() : grant.operationId())) {
      return grant;
    }
    return null;
  }

  private static Grant.Answer busy(Grant holder, String reason) {
    return new Grant.Answer(false, null, holder.workflowId(), reason);
  }
}
