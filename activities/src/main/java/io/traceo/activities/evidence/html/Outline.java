package io.traceo.activities.evidence.html;

/** The outline of a row of columns as an SVG path, equal neighbours as one. */
final class Outline {
  private Outline() {}

  /**
   * A closed path.
   *
   * @param values one for each column, from the left
   * @param x pixels of the columns' borders, by column
   * @param y pixels of a value
   */
  static String of(double[] values, Scale x, Scale y) {
    double base = y.at(0);
    StringBuilder path = new StringBuilder("M").append(number(x.at(0))).append(' ');
    path.append(number(base));
    double atX = x.at(0);
    double atY = base;
    for (int i = 0; i < values.length; i++) {
      double toY = y.at(values[i]);
      if (toY != atY) {
        // Differences of rounded places add up to rounded places: nothing drifts.
        double here = x.at(i);
        if (here != atX) {
          path.append('h').append(number(here - atX));
          atX = here;
        }
        path.append('v').append(number(toY - atY));
        atY = toY;
      }
    }
    return path.append('H')
        .append(number(x.at(values.length)))
        .append('V')
        .append(number(base))
        .append('z')
        .toString();
  }

  private static String number(double value) {
    double tenth = Scale.tenth(value);
    return tenth == Math.rint(tenth) ? Long.toString((long) tenth) : Double.toString(tenth);
  }
}
