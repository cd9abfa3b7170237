package io.traceo.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.Counterparts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus' own tool on its configuration and on the rules, by their tests. */
class RulesTest {
  private static final Path RULES = Yamls.FOLDER.resolve("prometheus");

  @TempDir Path folder;
  private static String tool = "";

  @BeforeAll
  static void tool() {
    tool =
        Counterparts.folder("prometheus", "promtool")
            .map(bin -> bin.resolve("promtool").toString())
            .orElse("");
    if (tool.isEmpty()) {
      Counterparts.lacks("prometheus");
      Assumptions.abort("no promtool");
    }
  }

  @Test
  void configurationAndRulesAreValidAndDoWhatTheirTestsSay() throws Exception {
    Ran config = promtool("check", "config", RULES.resolve("prometheus.yml"));
    assertThat(config.code()).as(config.output()).isZero();
    Ran rules = promtool("test", "rules", RULES.resolve("rules.test.yml"));
    assertThat(rules.code()).as(rules.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for: 2s                    | for: 9s
          > 0.5                      | > 0.8
          > 0.5                      | > 0.2
          , traceo_incident: 'true'  | ''
          >= 0.5                     | > 0.9
          max by (group) (traceo   | min by (group) (traceo
          min by (group, region)   | max by (group, region)
          > 0.8                    | > 0.95
          {taken="false"}          | {}
          up{job="temporal"} == 0    | up{job="temporal"} == 2
          """)
  void rulesThatWouldMissAnOutageOrSeeOneTooMuchFailTheirTests(String right, String wrong)
      throws Exception {
    String text = Files.readString(RULES.resolve("rules.yml"));
    assertThat(text).contains(right);
    Files.writeString(folder.resolve("rules.yml"), text.replace(right, wrong));
    Files.copy(RULES.resolve("rules.test.yml"), folder.resolve("rules.test.yml"));
    Ran rules = promtool("test", "rules", folder.resolve("rules.test.yml"));
    assertThat(rules.code()).as(rules.output()).isNotZero();
    assertThat(rules.output()).contains("FAILED");
  }

  private static Ran promtool(String verb, String what, Path file)
      throws IOException, InterruptedException {
    return Ran.program(List.of(tool, verb, what, file.toString()));
  }
}
