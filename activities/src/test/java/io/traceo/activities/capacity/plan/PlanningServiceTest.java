package io.traceo.activities.capacity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.PlanningActivities.ScopeRequest;
import io.traceo.workflows.capacity.PlanScope;
import io.traceo.workflows.capacity.PlanScope.LeftOut;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which groups of the shipped topology a control place plans. */
class PlanningServiceTest {
  private static final Path RUNBOOKS = Path.of("..", "runbooks");
  private static final Configuration CONFIGURATION =
      Configuration.load(RUNBOOKS.resolve("topology.yaml"), RUNBOOKS);

  private static PlanningService of(String place, String... groups) {
    DnsAccess dns = new DnsAccess("rfc2136", new Endpoint("h", 1), "", "", "", List.of(), Map.of());
    ClusterAccess cluster = new ClusterAccess("https://h:1", null, null, "n", "d", "h");
    Map<String, GroupAccess> access = new LinkedHashMap<>();
    for (String group : groups) {
      access.put(
          group, new GroupAccess(Map.of(), dns, Map.of(), Map.of("us-west-2", cluster), null));
    }
    return new PlanningService(
        new PlaceConfig(place, "t", "r", access, List.of("links"), "reports"), CONFIGURATION, true);
  }

  private static PlanScope scope(PlanningService service, String... groups) {
    return service.scope(new ScopeRequest(List.of(groups)));
  }

  private static String why(PlanScope scope, String group) {
    return scope.leftOut().stream()
        .filter(l -> l.group().equals(group))
        .map(LeftOut::why)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatThePlaceControlsAndReachesIsPlannedAndEveryOtherGroupNamed() {
    PlanScope scope = scope(of("control", "na", "eu"));
    assertThat(scope.groups()).extracting(PlanScope.Group::id).containsExactly("na", "eu");
    assertThat(scope.groups()).allMatch(PlanScope.Group::asked);
    assertThat(scope.groups().get(0).clusters()).containsExactly("us-west-2");
    assertThat(scope.leftOut()).hasSize(5);
    assertThat(why(scope, "china")).contains("isolated", "its demand never leaves it");
    assertThat(why(scope, "japan")).contains("no access to it (groups.japan)");
    assertThat(scope.runbook().plan().minimumReplicas()).isEqualTo(100);
    assertThat(scope.simulated()).containsExactly("links");
  }

  @Test
  void othersTakePartInTheSplitWhenOneIsNamed() {
    PlanScope scope = scope(of("control", "na", "eu"), "eu");
    assertThat(scope.groups()).extracting(PlanScope.Group::asked).containsExactly(false, true);
  }

  @Test
  void anIsolatedGroupIsPlannedInItsOwnPlaceAlone() {
    PlanScope scope = scope(of("cn-control", "china"));
    assertThat(scope.groups()).extracting(PlanScope.Group::id).containsExactly("china");
    assertThat(why(scope, "na")).isEqualTo("it is controlled from control");
    assertThatThrownBy(() -> scope(of("control", "na"), "china", "mars"))
        .hasMessageContaining("group china is not planned here: it is isolated")
        .hasMessageContaining("unknown group mars; known groups: na, eu");
  }
}
