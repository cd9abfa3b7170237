package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the runbooks that are shipped, to be broken in one place. */
record Runbooks(Path folder) {
  static final String SHIPPED_FINDING = "/groups/0/service/writeP50";
  private static final Path SHIPPED = Path.of("..", "runbooks");

  static Runbooks shippedIn(Path folder) {
    try {
      for (String name :
          List.of(
              "topology.yaml",
              "failover.yaml",
              "drill.yaml",
              "backup.yaml",
              "restore.yaml",
              "restore-test.yaml",
              "capacity.yaml")) {
        Files.copy(SHIPPED.resolve(name), folder.resolve(name));
      }
      return new Runbooks(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Replaces the first occurrence, which must be there. */
  Runbooks edit(String name, String text, String by) {
    String before = read(name);
    assertThat(before).contains(text);
    int at = before.indexOf(text);
    return write(name, before.substring(0, at) + by + before.substring(at + text.length()));
  }

  Runbooks write(String name, String content) {
    try {
      Files.writeString(file(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of the first line that contains the text. */
  int lineOf(String name, String text) {
    List<String> lines = read(name).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError("no line of " + name + " contains " + text);
  }

  Configuration.Checked check() {
    return Configuration.check(file("topology.yaml"), folder);
  }

  /** All but the one that what is shipped has: what na promises is less than the way takes. */
  List<Finding> findings() {
    return check().findings().stream().filter(f -> !f.pointer().equals(SHIPPED_FINDING)).toList();
  }

  /** Exactly one finding, in that file, on the line with that text. */
  Finding only(String name, String lineWith) {
    return only(name, lineOf(name, lineWith));
  }

  /** Exactly one finding, in that file, on that line. */
  Finding only(String name, int line) {
    List<Finding> findings = findings();
    assertThat(findings).as("findings").hasSize(1);
    Finding finding = findings.get(0);
    assertThat(finding.file()).isEqualTo(file(name).toString());
    assertThat(finding.line()).as(finding.toString()).isEqualTo(line);
    return finding;
  }
}
