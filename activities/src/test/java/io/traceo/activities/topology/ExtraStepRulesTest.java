package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that a runbook adds, as they are typed. */
class ExtraStepRulesTest {
  private static final String GOOD =
      """
      before:
        - {name: settle, kind: wait, wait: 5s, budget: {limit: 10s, onExpiry: FORCE}}
        - name: ask
          kind: approval
          approval: the change window
          budget: {limit: 10m, onExpiry: ABORT}
      after:
        - name: tell
          kind: http
          http:
            url: https://hooks.example.com/traceo
            headers: {X-Token: 'file:/run/secrets/hook', Accept: application/json}
            expect: 200-299
          budget: {limit: 30s, onExpiry: PAGE}
        - name: purge
          kind: activity
          activity: {type: purge_cache, taskQueue: edge-tools, input: {zone: z1}}
          budget: {limit: 30s, onExpiry: FORCE}
      """;

  @TempDir Path folder;

  @BeforeEach
  void copyShipped() {
    Runbooks.shippedIn(folder);
  }

  private List<Finding> check(String runbook, String steps) throws IOException {
    Files.writeString(folder.resolve(runbook), steps, StandardOpenOption.APPEND);
    return Configuration.check(folder.resolve("topology.yaml"), folder).findings().stream()
        .filter(f -> f.file().endsWith(runbook))
        .toList();
  }

  @Test
  void whatIsRightIsReadWhole() throws IOException {
    assertThat(check("failover.yaml", GOOD)).isEmpty();
    var failover = Configuration.load(folder.resolve("topology.yaml"), folder).failover();
    assertThat(failover.before()).extracting(s -> s.name()).containsExactly("settle", "ask");
    assertThat(failover.after().get(0).http().headers()).hasSize(2);
    assertThat(failover.after().get(1).activity().input().path("zone").asText()).isEqualTo("z1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          onExpiry: PAGE     | onExpiry: ABORT               | /after/0/budget/onExpiry | can't ABORT
          wait: 5s           | wait: 10s                     | /before/0/wait           | longer than its budget
          name: ask          | name: settle                  | /before/1/name           | another step
          kind: approval     | kind: http                    | /before/1/kind           | has the field http
          edge-tools         | traceo-us-east-1              | /after/1/activity/taskQueue | your own worker
          'file:/run/secrets/hook' | hunter2                 | /after/0/http/headers/X-Token | may be a secret
          https://hooks      | https://user:pw@hooks         | /after/0/http/url        | without a user
          https://hooks      | ftp://hooks                   | /after/0/http/url        | no http or https
          200-299            | 299-200                       | /after/0/http/expect     | turn it round
          200-299            | fine                          | /after/0/http/expect     | a status
          name: ask          | name: Ask                     | /before/1/name           | small letters
          purge_cache        | purge_cache, retries: 3       | /after/1/activity/retries | unknown field
          """)
  void whatIsWrongIsRefusedWithItsPlace(String right, String wrong, String pointer, String says)
      throws IOException {
    assertThat(GOOD).contains(right);
    assertThat(check("failover.yaml", GOOD.replace(right, wrong)))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.pointer()).isEqualTo(pointer);
              assertThat(finding.reason()).contains(says).doesNotContain("hunter2", "user:pw");
            });
  }

  @Test
  void anUnplannedFailoverThatHasToWaitIsWarnedOf() throws IOException {
    assertThat(check("failover.yaml", GOOD.replace("wait: 5s", "unplanned: true, wait: 5s")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
              assertThat(finding.reason()).contains("waits for settle, up to 10s");
            });
  }

  @Test
  void aDrillAsksNobodyAndItsReportWaitsForNoStepThatGoesOnTrying() throws IOException {
    assertThat(check("drill.yaml", GOOD))
        .extracting(Finding::pointer)
        .containsExactly("/before/1/approval", "/after/0/budget/onExpiry");
  }
}
