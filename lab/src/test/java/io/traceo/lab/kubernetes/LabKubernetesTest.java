package io.traceo.lab.kubernetes;

import static io.traceo.lab.kubernetes.Regions.EAST;
import static io.traceo.lab.kubernetes.Regions.WEST1;
import static io.traceo.lab.kubernetes.Regions.WEST2;
import static io.traceo.lab.kubernetes.Regions.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.AddressPlan;
import io.traceo.lab.link.LinkFault;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server in memory behind doors and links: what every machine has. */
class LabKubernetesTest {
  @TempDir static Path folder;
  private static Regions regions;

  @BeforeAll
  static void up() throws Exception {
    regions = new Regions(92, folder, Optional.empty());
  }

  @AfterAll
  static void down() throws Exception {
    regions.close();
  }

  @Test
  void theLeaderIsLargeTheOthersSmallAndItIsSaidWhatStandsIn() {
    assertThat(regions.state(EAST).replicas()).isEqualTo(Workloads.LEADING);
    assertThat(regions.state(WEST1).replicas()).isEqualTo(Workloads.FOLLOWING);
    assertThat(regions.kubernetes.simulated()).singleElement().asString().contains("in memory");
    assertThat(regions.kubernetes.pids()).isEmpty();
  }

  @Test
  void aRegionsFaultTakesItsEndpointAndNoOther() {
    regions.links.faultRegion(WEST2, LinkFault.BLACKHOLE);
    try {
      assertThat(regions.state(WEST2).reachable()).isFalse();
      assertThat(regions.state(EAST).reachable()).isTrue();
      assertThatThrownBy(() -> regions.control.scaleUp(change(WEST2, 2)))
          .hasMessageContaining("cluster of us-west-2");
    } finally {
      regions.links.faultRegion(WEST2, LinkFault.NONE);
    }
    regions.control.scaleUp(change(WEST2, 2));
    assertThat(regions.state(WEST2).floor()).isEqualTo(Workloads.LEADING);
  }

  @Test
  void aRegionKnowsItsOwnDoorOnlyAndHasNoCredential() {
    assertThat(regions.kubernetes.access(EAST, regions.group))
        .containsOnlyKeys(EAST)
        .allSatisfy((region, access) -> assertThat(access.tokenRef()).isNull());
    assertThat(regions.kubernetes.access(AddressPlan.CONTROL, regions.group)).hasSize(3);
  }
}
