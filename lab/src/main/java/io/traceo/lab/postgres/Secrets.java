package io.traceo.lab.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets of a lab, one file each, readable by their owner alone. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /** Keeps them in this folder. */
  public Secrets(Path folder) {
    this.folder = folder;
  }

  /** A new secret under this name, 32 random bytes in base64. */
  public String make(String name) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getEncoder().encodeToString(bytes);
    write(folder.resolve(name), secret);
    return secret;
  }

  /** How configuration refers to it. */
  public String reference(String name) {
    return "file:" + folder.resolve(name).toAbsolutePath();
  }

  static void write(Path file, String secret) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, secret);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a secret into " + file.getParent(), e);
    }
  }
}
