package io.traceo.activities.capacity.simulation;

/** The autoscaler's minimum over time, as somebody who knows the past only would set it. */
interface Floor {
  /** Fewest pods at a step. */
  int at(int step);

  /** The region's own minimum, always. */
  static Floor constant(Sizing sizing) {
    return step -> sizing.min();
  }
}
