package io.traceo.workflows.group;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.RoutingActivities.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group as they were when they were last asked, the leader only where it was seen
 * to answer.
 *
 * @param leader recorded then
 * @param atMillis when they had answered, by Temporal's clock
 * @param problem why they could not be asked, null when they could
 */
public record MembersSeen(
    String leader,
    long atMillis,
    List<MemberState> members,
    @Nullable Route route,
    @Nullable String problem) {
  public MembersSeen {
    members = members == null ? List.of() : List.copyOf(members);
  }
}
