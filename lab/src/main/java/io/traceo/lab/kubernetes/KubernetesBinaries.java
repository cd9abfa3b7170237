package io.traceo.lab.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The programs of a real API server, where {@code lab/counterparts kubernetes} puts them.
 *
 * @param folder that holds them
 */
public record KubernetesBinaries(Path folder) {
  private static final String VERSION = "1.37.2";
  private static final List<String> PROGRAMS =
      List.of("etcd", "kube-apiserver", "kube-controller-manager");

  /** Those in the user's cache, when all are there; {@code TRACEO_KUBERNETES=none} hides them. */
  public static Optional<KubernetesBinaries> find() {
    if ("none".equals(System.getenv("TRACEO_KUBERNETES"))) {
      return Optional.empty();
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    KubernetesBinaries found =
        new KubernetesBinaries(base.resolve("traceo/k8s").resolve(VERSION + "-" + platform()));
    return PROGRAMS.stream().allMatch(p -> Files.isExecutable(found.program(p)))
        ? Optional.of(found)
        : Optional.empty();
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + (arch.equals("aarch64") ? "arm64" : arch.equals("x86_64") ? "amd64" : arch);
  }

  Path program(String name) {
    return folder.resolve(name);
  }
}
