package io.traceo.activities.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resolves {@code file:} and {@code env:} references to secrets at the moment of use. */
public final class SecretRef {
  private SecretRef() {}

  /**
   * The secret behind a reference, without surrounding white space.
   *
   * @throws IllegalArgumentException when the reference has no known scheme or nothing behind it
   */
  public static String resolve(String reference) {
    if (reference.startsWith("file:")) {
      try {
        return Files.readString(Path.of(reference.substring(5))).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the secret behind " + reference, e);
      }
    }
    if (reference.startsWith("env:")) {
      String value = System.getenv(reference.substring(4));
      if (value == null) {
        throw new IllegalArgumentException("no environment variable behind " + reference);
      }
      return value.strip();
    }
    throw new IllegalArgumentException(
        // It may be the secret itself, pasted where its reference belongs.
        "a secret reference starts with file: or env:; this one does not and is not shown");
  }
}
