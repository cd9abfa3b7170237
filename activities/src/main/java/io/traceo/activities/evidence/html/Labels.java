package io.traceo.activities.evidence.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts labels of vertical lines above a drawing, in as few rows as fit: no label lies on another
 * one, and no line goes through a label. A line begins in its label's row and goes down.
 */
final class Labels {
  /**
   * A placed label.
   *
   * @param row from the top, 0
   * @param leftwards whether it ends at its line instead of beginning there
   */
  record Placed(double x, double from, double to, int row, boolean leftwards) {}

  private final List<Placed> placed = new ArrayList<>();
  private final double right;

  /**
   * @param right where the drawing ends
   */
  Labels(double right) {
    this.right = right;
  }

  /** Places one more; from the left to the right. */
  Placed place(double x, double width) {
    boolean leftwards = x + width > right;
    double from = leftwards ? x - width : x;
    double to = leftwards ? x : x + width;
    int row = 0;
    while (row < rows() && !fits(x, from, to, row)) {
      row++;
    }
    Placed label = new Placed(x, from, to, row, leftwards);
    placed.add(label);
    return label;
  }

  private boolean fits(double x, double from, double to, int row) {
    for (Placed other : placed) {
      boolean overlaps = other.row() == row && other.from() < to && from < other.to();
      boolean itsLine = other.row() < row && other.x() > from && other.x() < to;
      boolean myLine = other.row() > row && x >= other.from() && x < other.to();
      if (overlaps || itsLine || myLine) {
        return false;
      }
    }
    return true;
  }

  int rows() {
    return placed.stream().mapToInt(p -> p.row() + 1).max().orElse(0);
  }
}
