package io.traceo.activities.evidence;

import java.util.Locale;

/** Lines of plain text: no control characters, none wider than the page, what is longer wraps. */
final class PlainLines {
  /** Widest line. */
  static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  /** A heading, with room above it. */
  void section(String title) {
    out.append('\n').append(title).append('\n');
  }

  /**
   * A line.
   *
   * @param hang columns that a continuation starts at
   */
  void line(int hang, String format, Object... arguments) {
    String rest =
        String.format(Locale.ROOT, format, arguments)
            .replaceAll("\\e\\[[0-9;]*[A-Za-z]", "")
            .replaceAll("\\p{Cntrl}+", " ")
            .stripTrailing();
    while (rest.length() > WIDTH) {
      int blank = rest.lastIndexOf(' ', WIDTH);
      // A single word that is wider than the page is cut where the page ends.
      int cut = blank > hang ? blank : WIDTH;
      out.append(rest.substring(0, cut).stripTrailing()).append('\n');
      rest = " ".repeat(hang) + rest.substring(cut).strip();
    }
    out.append(rest).append('\n');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
