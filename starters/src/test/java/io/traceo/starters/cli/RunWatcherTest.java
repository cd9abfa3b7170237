package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What recorded statuses look like as progress. */
class RunWatcherTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BASELINE =
      "{'phase':'BASELINE','plan':['fault: BLACKHOLE of us-east-1'],'steps':[],'events':[]}";
  private static final String PROMOTING =
      "{'phase':'FAILOVER','plan':['fault: BLACKHOLE of us-east-1'],'steps':["
          + "{'name':'seal','budgetMs':null,'tookMs':41,'outcome':'DONE','detail':null},"
          + "{'name':'promote','budgetMs':5000,'tookMs':null,'outcome':'RUNNING'}],"
          + "'events':['2026-11-23T10:15:04Z fault: BLACKHOLE of us-east-1']}";
  private static final String PROMOTED =
      "{'phase':'FAILOVER','reportPath':'/r/x.json','steps':["
          + "{'name':'seal','budgetMs':null,'tookMs':41,'outcome':'DONE','detail':null},"
          + "{'name':'promote','budgetMs':5000,'tookMs':214,'outcome':'DONE','detail':'us-west-2'}],"
          + "'events':['2026-11-23T10:15:04Z PAGE route is late']}";

  private final StringWriter text = new StringWriter();
  private long nanos;

  @Test
  void linesTellWhatIsNewOnceWithElapsedAgainstBudget() throws JsonProcessingException {
    RunWatcher watcher = new RunWatcher(new PrintWriter(text), false, () -> nanos);
    at(watcher, 1.0, BASELINE);
    at(watcher, 1.5, BASELINE);
    at(watcher, 12.0, PROMOTING);
    at(watcher, 12.34, PROMOTED);
    at(watcher, 13.0, PROMOTED);
    assertThat(text.toString())
        .isEqualTo(
            """
                1.0s -- baseline
                1.0s    fault: BLACKHOLE of us-east-1
               12.0s -- failover
               12.0s    seal                   41 ms                  DONE
               12.3s    promote                214 ms of 5000 ms      DONE  us-west-2
               12.3s !! 2026-11-23T10:15:04Z PAGE route is late
            """);
    assertThat(watcher.reportPath()).isEqualTo("/r/x.json");
  }

  @Test
  void inJsonTheStepComesAsData() throws JsonProcessingException {
    RunWatcher watcher = new RunWatcher(new PrintWriter(text), true, () -> nanos);
    watcher.say("using a lab");
    at(watcher, 12.34, PROMOTED);
    assertThat(text.toString().lines().toList())
        .hasSize(5)
        .anySatisfy(
            l -> {
              var event = MAPPER.readTree(l);
              assertThat(event.path("event").asText()).isEqualTo("step");
              assertThat(event.path("elapsedMs").asLong()).isEqualTo(12_340);
              assertThat(event.path("data").path("budgetMs").asLong()).isEqualTo(5000);
            });
  }

  @Test
  void aFailoversPlanIsARecordAndNotReadAsLines() throws JsonProcessingException {
    RunWatcher watcher = new RunWatcher(new PrintWriter(text), false, () -> nanos);
    at(watcher, 1, "{'phase':'SEAL','plan':{'group':'na','fromRegion':'us-east-1'},'steps':[]}");
    assertThat(text.toString().lines()).containsExactly("    1.0s -- seal");
  }

  private void at(RunWatcher watcher, double seconds, String status)
      throws JsonProcessingException {
    nanos = Math.round(seconds * 1e9);
    watcher.show(MAPPER.readTree(status.replace('\'', '"')));
  }
}
