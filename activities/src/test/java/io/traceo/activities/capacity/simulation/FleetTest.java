package io.traceo.activities.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pods that come late and go at once. */
class FleetTest {
  private final Fleet fleet = new Fleet(4, 10);

  @Test
  void podsAreReadyAfterTheirStart() {
    fleet.scale(6, 0);
    fleet.tick(9);
    assertThat(fleet.ready()).isEqualTo(4);
    fleet.tick(10);
    assertThat(fleet.ready()).isEqualTo(6);
    assertThat(fleet.pods()).isEqualTo(6);
  }

  @Test
  void thoseThatStartGoFirstTheYoungestBeforeTheOthers() {
    fleet.scale(6, 0);
    fleet.scale(9, 5);
    fleet.scale(7, 6);
    fleet.tick(10);
    assertThat(fleet.ready()).isEqualTo(6);
    fleet.tick(15);
    assertThat(fleet.ready()).isEqualTo(7);
    fleet.scale(9, 16);
    fleet.scale(3, 17);
    assertThat(fleet.ready()).isEqualTo(3);
    fleet.tick(30);
    assertThat(fleet.ready()).as("nothing is left that starts").isEqualTo(3);
  }
}
