package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.LedgerConfig.Limits;
import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger over a link with a round trip above its default limits. */
class SlowLinkIT {
  private static final AddressPlan PLAN = new AddressPlan(87, List.of("west"));
  private static final String DOOR = PLAN.publicAddress("west");
  private static OnePostgres postgres;
  private static MiniDns dns;
  private static LinkNetwork links;
  @TempDir Path folder;

  @BeforeAll
  static void servers() throws Exception {
    postgres = new OnePostgres("127.87.5.1", "west");
    dns = new MiniDns("127.87.5.2", DOOR);
    links = new LinkNetwork(PLAN);
    links.open(
        AddressPlan.OUTSIDE,
        "west",
        postgres.port(),
        new InetSocketAddress("127.87.5.1", postgres.port()));
    LinkFault far = new LinkFault(false, false, 300, 0, 0);
    links.faultPair(AddressPlan.OUTSIDE, "west", far);
    links.faultPair("west", AddressPlan.OUTSIDE, far);
  }

  @AfterAll
  static void end() throws Exception {
    links.close();
    dns.close();
    postgres.close();
  }

  @Test
  void aSlowLinkIsMeasuredWithLimitsAboveItsRoundTrip() throws Exception {
    LedgerConfig config = config().withLimits(new Limits(3000, 3000));
    LedgerAccount account;
    try (LedgerProcess ledger = LedgerProcess.start(config, "far", folder)) {
      Eventually.within(30, () -> ledger.status().connections().size() == 10);
      account = ledger.account(new AccountRequest("far", null, "west", "west", null));
    }
    assertThat(account.acknowledged()).isGreaterThanOrEqualTo(10);
    assertThat(account.lost()).isZero();
    assertThat(account.membersRead()).isEqualTo(1);
  }

  private LedgerConfig config() throws IOException {
    String west = DOOR + ":" + postgres.port();
    return LedgerConfig.forGroup(
        "na-write.traceo.test",
        List.of(dns.endpoint()),
        postgres.port(),
        "postgres",
        "ledger_client",
        Files.writeString(folder.resolve("password"), OnePostgres.PASSWORD).toString(),
        List.of("west=" + west),
        Map.of("west", west),
        null);
  }
}
