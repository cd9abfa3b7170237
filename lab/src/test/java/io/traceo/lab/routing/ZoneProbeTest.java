package io.traceo.lab.routing;

import static io.traceo.lab.routing.RoutedGroup.EAST;
import static io.traceo.lab.routing.RoutedGroup.WEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.check.GroupPlaces;
import io.traceo.activities.check.LiveCheck;
import io.traceo.activities.topology.Finding;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a live check finds in a group's names. */
class ZoneProbeTest {
  @TempDir Path folder;
  private RoutedGroup group;

  @BeforeEach
  void start() throws Exception {
    group = new RoutedGroup(folder);
  }

  @AfterEach
  void stop() throws Exception {
    group.close();
  }

  private List<String> findings() {
    return new LiveCheck(
            new Topology(1, List.of(), List.of(RoutedGroup.group())),
            new GroupPlaces(List.of(group.config())),
            (severity, pointer, reason) -> new Finding(severity, "t", 1, 1, pointer, reason))
        .check().stream()
            // This group has no databases.
            .filter(f -> f.pointer().endsWith("Name") || f.pointer().endsWith("zone"))
            .map(f -> f.severity() + " " + f.pointer() + " " + f.reason())
            .toList();
  }

  @Test
  void aZoneThatCanBeChangedAndIsNot() throws Exception {
    List<List<String>> before = group.names.names(AddressPlan.CONTROL);
    assertThat(findings()).isEmpty();
    assertThat(group.names.names(AddressPlan.CONTROL)).isEqualTo(before);
    group.assertNamesPointTo(EAST, 1, EAST, WEST);
  }

  @Test
  void aWrongKey() throws Exception {
    Files.writeString(
        group.secret,
        Base64.getEncoder().encodeToString("another-key-of-just-32-bytes-len".getBytes(UTF_8)));
    assertThat(findings())
        .singleElement()
        .asString()
        .contains("ERROR /groups/0/zone the names could not be changed", "check the key")
        .doesNotContain("another-key");
  }

  @Test
  void aServerThatDoesNotAnswer() throws Exception {
    group.names.cutOff(WEST, LinkFault.BLACKHOLE);
    assertThat(findings())
        .singleElement()
        .asString()
        .contains("ERROR /groups/0/zone dns of west does not answer");
  }
}
