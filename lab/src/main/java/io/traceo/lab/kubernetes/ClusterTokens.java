package io.traceo.lab.kubernetes;

import io.traceo.lab.postgres.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Who may come into the lab's API server: the lab itself, and each region's workload operator, who
 * is somebody else in every region.
 *
 * @param file tokens as the API server reads them
 */
record ClusterTokens(Secrets secrets, Path file) {
  private static final String ADMIN = "kubernetes-admin";

  static ClusterTokens make(Secrets secrets, Path folder, List<String> regions) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append(secrets.make(ADMIN)).append(",lab,lab,system:masters\n");
    for (String region : regions) {
      String user = user(region);
      lines.append(secrets.make(secret(region))).append(',').append(user).append(',').append(user);
      lines.append('\n');
    }
    Path file = folder.resolve("tokens.csv");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, lines.toString());
    return new ClusterTokens(secrets, file);
  }

  static String user(String region) {
    return "traceo-" + region;
  }

  private static String secret(String region) {
    return "kubernetes-" + region;
  }

  String admin() {
    return secrets.reference(ADMIN);
  }

  String adminFile() {
    return admin().substring("file:".length());
  }

  String of(String region) {
    return secrets.reference(secret(region));
  }
}
