package io.traceo.lab.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL from Maven Central, unpacked once into the user's cache. */
public final class PostgresBinaries {
  /** What is unpacked. */
  public static final String VERSION = "18.6.0";

  private PostgresBinaries() {}

  /**
   * Folder with {@code postgres}, {@code initdb} and {@code pg_ctl}; unpacks when needed.
   *
   * @throws IOException when there are none for this machine, or no room
   */
  public static Path bin() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path folder =
        ServerFolders.reachable(base.resolve("traceo"), "traceo-cache")
            .resolve("postgres-" + VERSION);
    if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
      unpackInto(folder);
    }
    return folder.resolve("bin");
  }

  private static void unpackInto(Path folder) throws IOException {
    String resource = "postgres-linux-" + architecture() + ".txz";
    Path unpacking =
        folder.resolveSibling(folder.getFileName() + "." + ProcessHandle.current().pid());
    Files.createDirectories(unpacking);
    try (InputStream raw = PostgresBinaries.class.getResourceAsStream("/" + resource)) {
      if (raw == null) {
        throw new IOException(
            "no PostgreSQL for this machine on the classpath ("
                + resource
                + "); Linux on x86_64"
                + " is what the lab runs on");
      }
      unpack(raw, unpacking);
    }
    // Whole or not there: another process may be unpacking too.
    try {
      Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }

  private static void unpack(InputStream raw, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return arch.equals("amd64") ? "x86_64" : arch;
  }
}
