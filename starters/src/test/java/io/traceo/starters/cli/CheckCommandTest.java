package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfigFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code traceo check}, as a user meets it. */
class CheckCommandTest {
  private static final String SHIPPED = Path.of("..", "runbooks").toString();
  @TempDir Path home;
  private Cli cli;

  @BeforeEach
  void nothingIsUp() {
    TestEnvironment.reset("");
    cli = new Cli(home);
  }

  private int check(String... more) {
    String[] all = new String[3 + more.length];
    System.arraycopy(new String[] {"check", "--runbooks", SHIPPED}, 0, all, 0, 3);
    System.arraycopy(more, 0, all, 3, more.length);
    return cli.run(all);
  }

  @Test
  void passesWhatIsShippedWithItsOneWarning() {
    assertThat(check()).isZero();
    assertThat(cli.lines()).hasSize(2);
    assertThat(cli.lines().get(0)).contains("topology.yaml:", ": WARN can't be met");
    assertThat(cli.lines().get(1)).isEqualTo("checked: regions 17, groups 7, findings 1");
  }

  @Test
  void printsEveryFindingAndFails() throws IOException {
    String broken = broken().toString();
    assertThat(check("--topology", broken)).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.lines()).hasSize(3);
    assertThat(cli.out()).contains("unknown region mars", "ANY 9 needs", "refused: correct");
  }

  @Test
  void oneFindingALineForPrograms() throws IOException {
    assertThat(check("--json", "--topology", broken().toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.lines()).hasSize(2);
    var finding = new ObjectMapper().readTree(cli.lines().get(0));
    assertThat(finding.path("severity").asText()).isEqualTo("ERROR");
    assertThat(finding.path("pointer").asText()).isEqualTo("/groups/0/cold");
    assertThat(finding.path("line").asInt()).isPositive();
  }

  private Path broken() throws IOException {
    return Files.writeString(
        home.resolve("topology.yaml"),
        Files.readString(Path.of(SHIPPED, "topology.yaml"))
            .replace(
                "quorum: 1\n    dataClasses: [metrics, logs, traces, backups]\n    zone: lab.traceo.test.\n    writeName: write.na",
                "quorum: 9\n    dataClasses: [metrics, logs, traces, backups]\n    zone: lab.traceo.test.\n    writeName: write.na")
            .replace("cold: us-west-2", "cold: mars"));
  }

  @Test
  void liveNeedsAPlaceToAskFrom() {
    assertThat(check("--live")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("set TRACEO_PLACE", "traceo lab up --detach");
    cli.with("TRACEO_PLACE", home.resolve("none.yaml").toString());
    assertThat(check("--live")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("none.yaml", "name another with TRACEO_PLACE");
  }

  @Test
  void liveTellsWhatIsNotReached() throws IOException {
    cli.with("TRACEO_PLACE", place(Map.of()).toString());
    assertThat(check("--live")).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out())
        .contains("knows no way to the database in us-east-1")
        .contains("asked from control: na\n", "not reached from there: eu, china");
  }

  /** An isolated group is not reached from the control of the others. */
  @Test
  void liveAsksEachGroupFromItsOwnControl() throws IOException {
    Path first = place("control", "na", Map.of());
    Path second = place("cn-control", "china", Map.of());
    TestEnvironment.placeConfigs = List.of(first, second);
    assertThat(check("--live")).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out())
        .contains("place control knows no way to the database in us-east-1")
        .contains("place cn-control knows no way to the database in cn-north-1")
        .contains("asked from control: na\n", "asked from cn-control: china\n")
        .contains("not reached from there: eu, india");
    Cli named = new Cli(home).with("TRACEO_PLACE", first + File.pathSeparator + second);
    assertThat(named.run("check", "--runbooks", SHIPPED, "--live")).isEqualTo(ExitCodes.FAILED);
    assertThat(named.out()).isEqualTo(cli.out());
  }

  @Test
  void withoutARegionFromTheTopologyAlone() {
    assertThat(check("--without", "us-east-1")).isZero();
    assertThat(cli.out())
        .contains("proven: na without us-east-1: names: changed in control (RFC2136)")
        .contains("proven: na without us-east-1: backups and their key: us-west-2, kms:us-west-2")
        .contains("decided from the topology alone");
  }

  @Test
  void withoutTheLeaderOfAPairAHumanIsNeeded() {
    assertThat(check("--without", "cn-north-1")).isZero();
    assertThat(cli.out())
        .contains("WARN without cn-north-1 group china has 0 followers for ANY 1")
        .contains("cn-control, namespace traceo-china");
  }

  @Test
  void withoutARegionThatLeadsNothingOrIsUnknown() {
    assertThat(check("--without", "us-west-2")).isZero();
    assertThat(cli.out()).contains("us-west-2 leads no group");
    assertThat(check("--without", "mars")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("unknown region mars; known regions are us-east-1");
  }

  @Test
  void withoutARegionFromThePlaceThatIsUp() throws IOException {
    TestEnvironment.placeConfigs = List.of(place(members()));
    TestEnvironment.up = true;
    TestEnvironment.address = "127.99.0.1:7233";
    assertThat(check("--without", "us-east-1")).as(cli.out()).isZero();
    assertThat(cli.out())
        .contains("proven: na without us-east-1: Temporal: 127.99.0.1:7233")
        .contains("name servers: primary 127.99.0.1:53, seen at primary")
        .doesNotContain("from the topology alone");
  }

  @Test
  void withoutARegionWhoseAddressIsTemporals() throws IOException {
    cli.with("TRACEO_PLACE", place(members()).toString())
        .with("TEMPORAL_ADDRESS", "127.99.1.1:7233");
    assertThat(check("--without", "us-east-1")).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out()).contains("Temporal is at 127.99.1.1:7233, an address of that region");
  }

  /** How control reaches na: place i of the three at 127.99.i.1. */
  private Path place(Map<String, DatabaseMember> members) throws IOException {
    return place("control", "na", members);
  }

  private Path place(String name, String group, Map<String, DatabaseMember> members)
      throws IOException {
    String secret = "file:" + Files.writeString(home.resolve("secret"), "secret");
    DnsAccess dns =
        new DnsAccess(
            "rfc2136",
            new Endpoint("127.99.0.1", 53),
            "key.",
            "hmac-sha256",
            secret,
            List.of(
                new DnsServer("primary", "control", new Endpoint("127.99.0.1", 53)),
                new DnsServer("east", "us-east-1", new Endpoint("127.99.1.1", 53))),
            Map.of("us-west-2", "192.0.2.2", "us-west-1", "192.0.2.3"));
    Path file = home.resolve(name + ".yaml");
    PlaceConfigFile.write(
        file,
        new PlaceConfig(
            name,
            "",
            "",
            Map.of(group, new GroupAccess(members, dns, Map.of())),
            List.of(),
            home.toString()));
    return file;
  }

  private Map<String, DatabaseMember> members() {
    String secret = "file:" + home.resolve("secret");
    List<String> regions = List.of("us-east-1", "us-west-2", "us-west-1");
    Map<String, Endpoint> peers = new TreeMap<>();
    regions.forEach(r -> peers.put(r, at(regions.indexOf(r))));
    Map<String, DatabaseMember> members = new TreeMap<>();
    for (String region : regions) {
      members.put(
          region,
          new DatabaseMember(
              peers.get(region), "db", "op", secret, "obs", secret, peers, "rep", "pass", null));
    }
    return members;
  }

  private static Endpoint at(int index) {
    return new Endpoint("127.99." + (index + 1) + ".1", 5432);
  }
}
