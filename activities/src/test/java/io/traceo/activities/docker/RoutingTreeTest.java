package io.traceo.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.Counterparts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where alerts go, as Alertmanager's own tool says; and that the check notices what is wrong. */
class RoutingTreeTest {
  private static final Path FOLDER = Path.of("..", "docker", "alertmanager");

  @TempDir Path folder;

  @BeforeAll
  static void tool() {
    if (Counterparts.folder("alertmanager", "amtool").isEmpty()) {
      Counterparts.lacks("alertmanager");
      Assumptions.abort("no amtool");
    }
  }

  @Test
  void everyKindOfAlertGoesWhereItShould() throws Exception {
    Ran check = check(FOLDER.resolve("alertmanager.yml"));
    assertThat(check.code()).as(check.output()).isZero();
    assertThat(check.output()).contains("24 kinds of alert go where they should");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          continue: true           | continue: false           | reaches traceo-incidents, not
          traceo_incident="true"   | traceo_incident=~".+"     | traceo_incident=false reaches
          severity="critical"      | severity="page"           | reaches global-ops, not sre-team
          cn-.*                    | ch-.*                     | reaches global-ops, not china-team
          Traceo.+                 | Trace.                    | reaches global-ops, not sre-team
          eu-.*                    | .*eu-.*                   | region=neu-1 reaches eu-team
          matchers: [severity="c   | match: [severity="c       | failed to validate
          receiver: eu-team        | receiver: us-team         | failed to validate
          routing_key_file         | routing_key_path          | failed to validate
          """)
  void aTreeThatSendsThemElsewhereIsRefused(String right, String wrong, String says)
      throws Exception {
    String tree = Files.readString(FOLDER.resolve("alertmanager.yml"));
    assertThat(tree).contains(right);
    Path file = Files.writeString(folder.resolve("wrong.yml"), tree.replace(right, wrong));
    Ran check = check(file);
    assertThat(check.code()).as(check.output()).isEqualTo(1);
    assertThat(check.output()).contains(says);
  }

  @Test
  void aReceiverThatNobodyTestsIsRefused() throws Exception {
    String tree =
        Files.readString(FOLDER.resolve("alertmanager.yml"))
            .replace("receivers:\n", "receivers:\n  - name: new\n")
            .replace("  routes:\n", "  routes:\n    - {receiver: new, matchers: [a=\"b\"]}\n");
    Ran check = check(Files.writeString(folder.resolve("new.yml"), tree));
    assertThat(check.code()).as(check.output()).isEqualTo(1);
    assertThat(check.output()).contains("no row expects receiver new");
  }

  private static Ran check(Path file) throws Exception {
    return Ran.program(List.of(FOLDER.resolve("check").toString(), file.toString()));
  }
}
