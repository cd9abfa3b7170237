package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What clients are told about the groups of the topology. */
class ClientAdviceTest {
  private static ReplicationGroup group(String id) {
    Path runbooks = Path.of("..", "runbooks");
    return Objects.requireNonNull(
            Configuration.check(runbooks.resolve("topology.yaml"), runbooks).configuration())
        .topology()
        .groups()
        .stream()
        .filter(g -> g.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesAndValuesAreTheGroups() {
    ClientAdvice advice = ClientAdvice.of(group("na"));
    assertThat(advice.urls().hosts())
        .isEqualTo(
            "jdbc:postgresql://{us-east-1},{us-west-2},{us-west-1}/{database}"
                + "?targetServerType=primary&hostRecheckSeconds=0"
                + "&socketTimeout=1&connectTimeout=1&loginTimeout=3&tcpKeepAlive=true");
    assertThat(advice.urls().write())
        .startsWith("jdbc:postgresql://write.na.lab.traceo.test/{database}?");
    assertThat(advice.settings())
        .filteredOn(s -> s.name().equals("networkaddress.cache.ttl"))
        .singleElement()
        .matches(s -> s.value().equals("5") && Long.valueOf(10).equals(s.boundSeconds()));
    assertThat(advice.remains().toString()).contains("stale reads", "1250 ms of silence");
  }

  @Test
  void anAsynchronousGroupIsToldThatNobodyConfirms() {
    assertThat(ClientAdvice.of(group("india")).settings())
        .filteredOn(s -> s.name().equals("synchronous_commit"))
        .singleElement()
        .matches(s -> s.why().contains("nobody confirms"));
  }
}
