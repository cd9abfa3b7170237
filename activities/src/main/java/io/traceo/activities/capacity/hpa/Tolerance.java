package io.traceo.activities.capacity.hpa;

/**
 * How far from its target a metric may be before anything changes.
 *
 * @param down below, as a fraction
 * @param up above, as a fraction
 */
public record Tolerance(double down, double up) {
  /** The controller's own: 10 %. */
  public static final Tolerance DEFAULT = new Tolerance(0.1, 0.1);

  /** Refuses negative ones. */
  public Tolerance {
    if (!(down >= 0 && up >= 0)) {
      throw new IllegalArgumentException("a tolerance can't be below 0: " + down + ", " + up);
    }
  }

  boolean covers(double ratio) {
    return 1.0 - down <= ratio && ratio <= 1.0 + up;
  }
}
