package io.traceo.workflows.drill;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.contract.Stubs;
import java.time.Duration;
import java.util.List;

/**
 * What a drill looks at before it changes anything.
 *
 * @param members state of every member of the group
 * @param neighbours the other groups that are watched in this namespace
 */
record DrillSurvey(List<MemberState> members, List<Neighbour> neighbours) {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  static DrillSurvey look(DrilledGroup group, Definition definition) {
    String id = definition.group().id();
    Promise<List<MemberState>> members =
        Async.function(
            () ->
                Stubs.step(
                        DatabaseActivities.class, LIMIT, "does every member of " + id + " stream?")
                    .survey(new SurveyRequest(id, definition.group().members()))
                    .members());
    List<Neighbour> neighbours = group.neighbours();
    return new DrillSurvey(members.get(), neighbours);
  }
}
