package io.traceo.activities.backup.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Name of an object below a group's {@code base/}.
 *
 * @param attempt folder of the try; empty for the manifest
 */
record BaseName(String group, String id, String attempt) {
  private static final Pattern NAME =
      Pattern.compile("([^/]+)/base/([^/]+)/(?:manifest\\.json|([^/]+)/[0-9]{5,})");

  /** Null for what is neither a manifest nor a piece: nobody here has made it. */
  static @Nullable BaseName of(String name) {
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return null;
    }
    String attempt = found.group(3);
    return new BaseName(found.group(1), found.group(2), attempt == null ? "" : attempt);
  }

  boolean manifest() {
    return attempt.isEmpty();
  }
}
