package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.util.regex.Pattern;

/**
 * What an object may be called: the same for every store, so that objects can be copied between.
 */
final class ObjectNames {
  // No part starts with a dot: that keeps ".." out, and hides what a folder keeps for itself.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
  private static final int LONGEST = 500;

  private ObjectNames() {}

  /** The name itself, if it can be one. */
  static String checked(String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "\""
              + name
              + "\" can't be the name of an object: parts of letters, digits, dot, dash and"
              + " underscore, none starting with a dot, joined by /");
    }
    return name;
  }

  /** The prefix itself: empty, a name, or a name and a slash. */
  static String checkedPrefix(String prefix) {
    if (!prefix.isEmpty()) {
      checked(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
    return prefix;
  }
}
