package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.evidence.html.Labels.Placed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void noLabelLiesOnAnotherAndNoLineGoesThroughOne() {
    Labels labels = new Labels(400);
    List<Placed> placed = new ArrayList<>();
    for (double x : new double[] {20, 21, 60, 61, 62, 150, 155, 170, 250}) {
      placed.add(labels.place(x, 80));
    }
    for (Placed one : placed) {
      for (Placed other : placed) {
        if (!one.equals(other) && one.row() == other.row()) {
          assertThat(one.from() >= other.to() || other.from() >= one.to()).isTrue();
        }
        if (one.row() < other.row()) {
          assertThat(one.x() <= other.from() || one.x() >= other.to())
              .as("line of %s through %s", one, other)
              .isTrue();
        }
      }
    }
    assertThat(labels.rows()).isLessThan(placed.size());
  }

  @Test
  void aLabelThatWouldLeaveTheDrawingEndsAtItsLine() {
    Placed placed = new Labels(100).place(90, 40);

    assertThat(placed.leftwards()).isTrue();
    assertThat(placed.from()).isEqualTo(50);
  }
}
