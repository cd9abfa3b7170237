package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaChildTest {
  @TempDir private Path home;

  /** A killed process clears nothing away: what it leaves must go with the lab. */
  @Test
  void whatAProcessLeavesBehindIsInTheLabsFolder() throws Exception {
    JavaChild child = JavaChild.start(new LabFolder(home), "untidy", 16, Untidy.class, List.of());
    try {
      child.handle().onExit().get(2, TimeUnit.MINUTES);
    } finally {
      child.kill();
    }
    String left = Files.readString(home.resolve("lab/logs/untidy.log")).strip();
    assertThat(Path.of(left)).exists().startsWith(home.resolve("lab/run"));
  }

  /** Says where its temporary file is, and ends as if it were killed. */
  static final class Untidy {
    private Untidy() {}

    public static void main(String[] unusedArguments) throws Exception {
      System.out.println(Files.createTempFile("native", ".so"));
      System.out.flush();
      Runtime.getRuntime().halt(137);
    }
  }
}
