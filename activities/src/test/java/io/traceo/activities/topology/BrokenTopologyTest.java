package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped topology, broken in one line each time, gives exactly its finding on that line. */
class BrokenTopologyTest {
  private static final String FILE = "topology.yaml";
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Residency: the two transfers that the requirements themselves contradict come first.
        "followers: [eu-west-1, eu-north-1] | followers: [eu-west-1, us-east-1] | residency: metrics, logs, traces, backups of group eu (EU) may not be stored in us-east-1",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, eu-central-1] | of group na (US) may not be stored in eu-central-1",
        "cold: eu-west-1 | cold: us-west-2 | of group eu (EU) may not be stored in us-west-2",
        "cold: cn-north-3 | cold: ap-southeast-1 | of group china (CN) may not be stored in ap-southeast-1",
        "default: [ap-south-1, ap-south-2] | default: [ap-south-1, ap-south-2, ap-southeast-1] | sensitive data of ap-south-1 stays in IN, and this list would let logs, traces, backups go to ap-southeast-1",
        "default: [sa-east-1, sa-east-2] | default: [sa-east-1, sa-east-2, us-east-1] | stays in BR",
        "default: [cn-north-1, cn-north-3] | default: [cn-north-1, cn-north-3, us-east-1] | all data of cn-north-1 stays in CN, and this list would let metrics, logs",
        "metrics: [ap-south-1, ap-south-2, ap-southeast-1] | metrcs: [ap-south-1] | unknown class of data metrcs, so this list is for nothing",
        // Places.
        "cold: us-west-2 | cold: mars-1 | unknown region mars-1",
        "leader: us-east-1 | leader: us-esat-1 | unknown region us-esat-1",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, mars-1] | unknown region mars-1",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, us-east-1] | us-east-1 leads and can't follow itself",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, us-west-2] | stands here twice",
        "ref: \"kms:us-west-2/traceo\" | ref: \"kms:us-east-1/traceo\" | the key of us-west-2 is kept in us-east-1",
        "dates: [03-31] | dates: [02-30] | 02-30 is no day of a year",
        // Keys.
        "# Copies count the leader | signingKeys: [{id: api, publicKey: bm90IGEga2V5IGF0IGFsbCwgYnV0IEJhc2U2NA==}] # | key \"api\" is no Ed25519 public key",
        // Tiers.
        "quorum: 1 | quorum: 3 | no commit would ever be acknowledged",
        "quorum: 1 | quorum: 0 | tier HOT loses nothing only when 1 or more followers confirm",
        "quorum: 0 | quorum: 1 | tier WARM copies asynchronously and waits for no follower",
        "recoveryPoint: 0s | recoveryPoint: 1s | loses no acknowledged write",
        "recoveryPoint: 1m | recoveryPoint: 0s | can't promise 0s",
        "recoveryPoint: 1m | recoveryPoint: 2m | tier WARM is for at most 1m",
        "failover: 30s | failover: 31s | tier HOT is for at most 30s",
        "failover: 3m | failover: 4m | tier WARM is for at most 3m",
        "detection: 30s, failover: 3m | detection: 150s, failover: 3m | together, more than the promised 5m",
        "dataClasses: [metrics, logs, | dataClasses: [metrics, lgos, | unknown class of data lgos",
        "dataClasses: [metrics, logs, | dataClasses: [metrics, metrics, | class metrics stands here twice",
        // Maintenance.
        "cooldown: 5m | maintenance: [{cron: 0 2 * * 0, timeZone: CEST, length: 2h, why: patching}] | unknown time zone \"CEST\"",
        "cooldown: 5m | maintenance: [{cron: 0 2 * *, timeZone: UTC, length: 2h, why: patching}] | \"0 2 * *\" can't be understood",
        "cooldown: 5m | maintenance: [{cron: 0 2 30 2 *, timeZone: UTC, length: 2h, why: patching}] | never comes",
        "cooldown: 5m | maintenance: [{cron: 0 2 * * *, timeZone: UTC, length: 13h, why: patching}] | 13h of every 24h: the group would not act for more than half of the time",
        // Watching.
        "detection: 30s | detection: 900ms | these probes take 1s",
        "timeout: 500ms | timeout: 200ms | must not be below the interval",
        "interval: 250ms, failures: 3, timeout: 500ms | interval: 50ms, failures: 3, timeout: 80ms | it would always fail; raise the timeout",
        "us-west-1, control] | us-west-1] | three or more observers",
        "us-west-1, control] | us-west-1, mars] | unknown place mars",
        "us-west-1, control] | us-west-1, control, control] | would vote twice",
        // Names.
        "writeName: write.na.lab.traceo.test. | writeName: write.na.example.com. | not in zone",
        "readName: read.na | readName: write.na | a name of its own",
        "writeName: write.eu.lab | writeName: read.na.lab | is a name of group na already",
        "primary: control | primary: mars | unknown place mars",
        // Isolation.
        "cn-north-3, cn-witness-1, cn-witness-2] | cn-north-3, cn-witness-1, control] | isolated group china is watched from control, which leads out of CN",
        "cn-north-3, cn-witness-1, cn-witness-2] | cn-north-3, cn-witness-1, in-witness] | watched from in-witness",
        "primary: cn-control | primary: control | has its names changed in control, which leads out of CN",
        "control: cn-control} | control: control} | is controlled from control, which leads out",
        "control: cn-control} | control: br-witness} | is controlled from br-witness, which leads out",
        "control: cn-control} | control: cn-north-3} | is a member and may lead",
        "control: cn-control} | control: mars} | unknown place mars",
        "zone: lab-cn.traceo.test. | zone: traceo.test. | shared with na, eu, india, japan, apac, sa, so its names lead out",
        "control, in-witness] | control, cn-witness-1] | is a place of isolated group china and serves nobody else",
      })
  void oneLine(String text, String by, String reason) {
    int line = runbooks.lineOf(FILE, text);
    runbooks.edit(FILE, text, by);
    Finding finding = runbooks.only(FILE, line);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
    assertThat(finding.reason()).contains(reason);
  }

  /** The finding stands at what it is about, which need not be the line that was changed. */
  @ParameterizedTest(name = "{1}: {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dns: {provider: RFC2136 | dns: {provider: CLOUDFLARE | ttl: 5s | ERROR | keeps every record for 1m or longer",
        "dns: {provider: RFC2136 | dns: {provider: CLOUDFLARE_ENTERPRISE | ttl: 5s | ERROR | keeps every record for 30s or longer",
        "    operator: Aliyun | #   operator: Aliyun | regimes: [CSL, PIPL, ICP] | ERROR | demands a licensed partner",
        "    requestsWithin: | #   requestsWithin: | operator: Aliyun | ERROR | must answer the government in time",
        "    onLastCopy: | #   onLastCopy: | tier: HOT | ERROR | add onLastCopy",
        "    key: {ref: \"kms:us-west-2 | #   key: {ref: \"kms:us-west-2 | cold: us-west-2 | ERROR | no key to encrypt the cold copy",
        "time: 20ms | time: 60ms | latencySla: 400ms | WARN | a write waits for the fastest follower, 60ms there and back",
        "latencySla: 300ms, writeP50: 50ms | latencySla: 300ms, writeP50: 10ms | latencySla: 300ms | WARN | the round trip from eu-central-1 to eu-north-1 is unknown",
        "observers: [us-east-1, us-west-2, us-west-1, control] | observers: [us-west-2, us-west-1, control] | observers: [us-west-2, | WARN | when us-west-2 leads, 2 observers outside its region are left",
        "cold: us-west-2 | cold: us-east-1 | cold: us-east-1 | WARN | lost with it",
      })
  void elsewhere(String text, String by, String lineWith, Finding.Severity severity, String why) {
    runbooks.edit(FILE, text, by);
    Finding finding = runbooks.only(FILE, lineWith);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.reason()).contains(why);
  }

  @Test
  void aFollowerThatMayNotLeadSinceItsOwnDataMayGoNowhere() {
    runbooks.edit(
        FILE,
        "name: Ireland\n    jurisdiction: EU\n    regimes: [GDPR, DPIA, SCC]\n    residency:\n"
            + "      allow:\n        default: [eu-central-1, eu-west-1, eu-north-1]",
        "name: Ireland\n    jurisdiction: EU\n    regimes: [GDPR, DPIA, SCC]\n    residency:\n"
            + "      allow:\n        default: [eu-west-1, eu-north-1]");
    assertThat(runbooks.only(FILE, "followers: [eu-west-1").reason())
        .contains("when eu-west-1 leads", "may not be stored in eu-central-1");
  }

  @Test
  void anIsolatedGroupsOnlyFollowerThatBlocksEveryWrite() {
    runbooks.edit(
        FILE,
        "cold: cn-north-3\n    tier: HOT\n    onLastCopy: DEGRADE_WITH_APPROVAL",
        "cold: cn-north-3\n    tier: HOT\n    onLastCopy: BLOCK");
    Finding finding = runbooks.only(FILE, "onLastCopy: BLOCK");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason()).contains("ANY 1 needs them all");
  }

  @Test
  void aWorldwideProviderIsInNoJurisdictionAlone() {
    runbooks.edit(
        FILE,
        "ttl: 5s\n    dns: {provider: RFC2136, primary: cn-control}",
        "ttl: 1m\n    dns: {provider: CLOUDFLARE, primary: cn-control}");
    assertThat(runbooks.only(FILE, "provider: CLOUDFLARE").reason())
        .contains("everywhere in the world, which leads out of CN");
  }

  @Test
  void copiesThatNoGroupWithOneFollowerMakes() {
    runbooks.edit(FILE, "OPERATIONAL, copies: 3", "OPERATIONAL, copies: 4");
    assertThat(runbooks.findings())
        .hasSize(4)
        .allSatisfy(
            f -> assertThat(f.reason()).contains("are to have 4 copies").contains("makes 3"))
        .extracting(Finding::pointer)
        .containsExactly(
            "/groups/2/dataClasses/0",
            "/groups/3/dataClasses/0",
            "/groups/4/dataClasses/0",
            "/groups/6/dataClasses/0");
  }

  @Test
  void aRoundTripToNowhere() {
    runbooks.edit(
        FILE,
        "roundTrips:",
        "roundTrips:\n  - {between: [eu-west-1, mars], time: 5ms, source: none}");
    assertThat(runbooks.only(FILE, "mars").reason()).contains("unknown place mars");
  }
}
