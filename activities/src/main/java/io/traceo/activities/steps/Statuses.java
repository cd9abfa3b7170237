package io.traceo.activities.steps;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statuses that a step expects: one, or from one to another. */
public record Statuses(int from, int to) {
  private static final Pattern TEXT = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

  /**
   * @throws IllegalArgumentException when it is neither {@code 204} nor {@code 200-299}
   */
  public static Statuses of(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text + " is no status and no range as 200-299");
    }
    int from = Integer.parseInt(parts.group(1));
    return new Statuses(from, parts.group(2) == null ? from : Integer.parseInt(parts.group(2)));
  }

  boolean contains(int status) {
    return status >= from && status <= to;
  }
}
