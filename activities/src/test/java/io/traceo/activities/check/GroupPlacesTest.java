package io.traceo.activities.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** From where each group of the shipped topology is asked; china is controlled by cn-control. */
class GroupPlacesTest {
  private static final Path RUNBOOKS = Path.of("..", "runbooks");
  private static final Topology TOPOLOGY =
      Objects.requireNonNull(
              Configuration.check(RUNBOOKS.resolve("topology.yaml"), RUNBOOKS).configuration())
          .topology();

  private static PlaceConfig place(String name, String... groups) {
    GroupAccess nothing = new GroupAccess(Map.of(), null, Map.of());
    return new PlaceConfig(
        name,
        "",
        "",
        List.of(groups).stream().collect(Collectors.toMap(g -> g, g -> nothing)),
        List.of(),
        "");
  }

  private static Map<String, List<String>> asked(PlaceConfig... places) {
    return new LiveCheck(
            TOPOLOGY,
            new GroupPlaces(List.of(places)),
            (severity, pointer, reason) -> {
              throw new AssertionError("nobody is asked");
            })
        .asked();
  }

  @Test
  void eachGroupFromThePlaceThatRunsItsFailover() {
    assertThat(
            asked(
                place("cn-north-1", "china"),
                place("us-east-1", "na"),
                place("control", "na", "eu"),
                place("cn-control", "china")))
        .isEqualTo(Map.of("control", List.of("na", "eu"), "cn-control", List.of("china")));
  }

  @Test
  void fromTheFirstThatReachesItWhereItsOwnIsNotAtHand() {
    assertThat(asked(place("control", "na"), place("cn-north-3", "china"), place("x", "china")))
        .isEqualTo(Map.of("control", List.of("na"), "cn-north-3", List.of("china")));
  }

  @Test
  void nothingWithoutAPlace() {
    assertThat(asked()).isEmpty();
    assertThat(asked(place("control"))).isEmpty();
  }
}
