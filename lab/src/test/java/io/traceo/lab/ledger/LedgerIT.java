package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.JournalEntry.Outcome;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LossQuery;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The whole ledger process against a real server and a real, if small, name server. */
class LedgerIT {
  private static final String HOST = "127.83.1.1";
  private static OnePostgres postgres;
  private static MiniDns dns;
  @TempDir Path folder;
  private String id;

  @BeforeAll
  static void servers() throws Exception {
    postgres = new OnePostgres(HOST, "west");
    dns = new MiniDns("127.83.0.1", HOST);
  }

  @AfterAll
  static void end() throws Exception {
    dns.close();
    postgres.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    id = "drill/" + test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void losesNothingWhenTheServerIsKilledAndCountsWhatIsUnknown() throws Exception {
    try (LedgerProcess ledger = start()) {
      Eventually.within(10, () -> ledger.status().acknowledged() > 400);
      postgres.kill();
      long faultAt = System.nanoTime();
      // Every client has found out that the server is gone.
      Eventually.within(10, () -> ledger.status().acknowledgedPerSecond() == 0);
      long downMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - faultAt);
      postgres.start();
      long since = System.currentTimeMillis();
      Eventually.within(20, () -> ledger.status().convergedOn("west", since));
      Eventually.within(10, () -> ledger.status().acknowledgedPerSecond() >= 200);

      LedgerAccount account = ledger.account(new AccountRequest(id, faultAt, "west", "west", null));

      assertThat(account.acknowledged()).isGreaterThan(400);
      assertThat(account.lost()).isZero();
      assertThat(account.duplicates()).isZero();
      assertThat(account.doubleLeader()).isZero();
      assertThat(account.unknown()).isPositive();
      assertThat(account.membersRead()).isEqualTo(1);
      assertThat(account.clients().strictTtl().convergedMs()).isBetween(downMs, 20_000L);
      assertThat(account.clients().reResolving().convergedMs()).isBetween(downMs, 20_000L);
      assertThat(account.clients().multiHost().convergedMs()).isBetween(downMs, 20_000L);
    }
  }

  @Test
  void showsALostRowADuplicateAndAStrangeRow() throws Exception {
    try (LedgerProcess ledger = start()) {
      assertThat(account(ledger).lost()).isZero();
      change("DELETE FROM ledger.entry WHERE client = ? AND seq = 3");
      change(
          "INSERT INTO ledger.entry(client, seq) SELECT client, seq FROM ledger.entry"
              + " WHERE client = ? AND seq = 4");
      change("INSERT INTO ledger.entry(client, seq) VALUES (?, 1000000)");

      LedgerAccount account = account(ledger);

      assertThat(account.lost()).isEqualTo(1);
      assertThat(account.duplicates()).isEqualTo(1);
      assertThat(account.unknownPresent()).isEqualTo(1);
    }
  }

  @Test
  void seesALossWhileItStillWrites() throws Exception {
    try (LedgerProcess ledger = start()) {
      Eventually.within(10, () -> ledger.status().acknowledged() > 200);
      Losses none = ledger.losses(new LossQuery(id, "west"));
      assertThat(none.acknowledged()).isGreaterThan(200);
      assertThat(none.lost()).isZero();
      assertThat(none.doubleLeader()).isZero();

      change("DELETE FROM ledger.entry WHERE client = ? AND seq = 3");
      assertThat(ledger.losses(new LossQuery(id, "west")).lost()).isEqualTo(1);
      long before = ledger.status().acknowledged();
      Eventually.within(10, () -> ledger.status().acknowledged() > before + 100);
      assertThatThrownBy(() -> ledger.losses(new LossQuery(id, "mars")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("mars can't be read");
    }
  }

  @Test
  void theJournalOutlivesAKilledLedger() throws Exception {
    try (LedgerProcess ledger = start()) {
      Eventually.within(10, () -> ledger.status().acknowledged() > 400);
      kill(ledger);
      assertThatThrownBy(ledger::status).isInstanceOf(IOException.class);
    }
    long first;
    try (LedgerProcess reading = LedgerProcess.reading(config(), id, folder)) {
      LedgerAccount account = account(reading);
      first = account.acknowledged();
      assertThat(first).isGreaterThan(400);
      assertThat(account.lost()).isZero();
      assertThat(account.duplicates()).isZero();
    }
    // Started again it goes on, without using a number twice.
    try (LedgerProcess again = start()) {
      LedgerAccount account = account(again);
      assertThat(account.acknowledged()).isGreaterThan(first + 100);
      assertThat(account.lost()).isZero();
      assertThat(account.duplicates()).isZero();
    }
  }

  @Test
  void aFullDiskEndsTheWritingAndWhatWasFlushedIsAccountedFor() throws Exception {
    LedgerStatus full;
    try (LedgerProcess ledger = start()) {
      LimitedDisk.fill(ledger.pid(), journal());
      Eventually.within(5, () -> ledger.status().problem() != null);
      full = ledger.status();
      assertThat(full.problem())
          .startsWith("cannot write the journal " + journal() + ": File too large;")
          .contains("Free some room there");
      // Nobody writes any more: every connection is closed.
      Eventually.within(
          5,
          () -> !admin("SELECT 1 FROM pg_stat_activity WHERE application_name = 'traceo-ledger'"));
      assertThat(ledger.status().acknowledged()).isEqualTo(full.acknowledged());
      kill(ledger);
    }
    // As if the disk had not even let go of the half line.
    Files.writeString(journal(), "ACKNOWLEDGED\t1/strictTtl-1\t99", StandardOpenOption.APPEND);
    try (LedgerProcess reading = LedgerProcess.reading(config(), id, folder)) {
      LedgerAccount account = account(reading);
      assertThat(account.acknowledged()).isEqualTo(full.acknowledged()).isGreaterThan(100);
      assertThat(account.lost()).isZero();
      assertThat(account.duplicates()).isZero();
      // At least the write whose journalling failed: it is there and nobody vouches for it.
      assertThat(account.unknownPresent()).isPositive();
    }
  }

  @Test
  void aCancelledWaitForACopyIsUnknownThoughTheServerSaysDone() throws Exception {
    try (LedgerProcess ledger = start()) {
      admin("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
      admin("SELECT pg_reload_conf()");
      // Every connection now hangs in its commit until it is told to stop waiting.
      Eventually.within(
          5,
          () ->
              admin(
                  "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                      + " WHERE application_name = 'traceo-ledger' AND wait_event = 'SyncRep'"));
      admin("ALTER SYSTEM RESET synchronous_standby_names");
      admin("SELECT pg_reload_conf()");
      Eventually.within(5, () -> ledger.status().unknown() > 0);
      LedgerAccount account = account(ledger);

      assertThat(entries())
          .filteredOn(entry -> entry.detail().startsWith("warning "))
          .isNotEmpty()
          .allSatisfy(
              entry -> {
                assertThat(entry.detail()).isEqualTo("warning 01000");
                assertThat(entry.outcome()).isEqualTo(Outcome.UNKNOWN);
              });
      assertThat(account.unknownPresent()).isPositive();
      assertThat(account.lost()).isZero();
    }
  }

  @Test
  void everyAcknowledgementNamesServerEpochAndTimeline() throws Exception {
    try (LedgerProcess ledger = start()) {
      ledger.stop();
      List<JournalEntry> entries = entries();

      assertThat(entries)
          .filteredOn(JournalEntry::acknowledged)
          .isNotEmpty()
          .allSatisfy(
              entry -> {
                assertThat(entry.server()).isEqualTo("west");
                assertThat(entry.epoch()).isEqualTo(7);
                assertThat(entry.timeline()).isEqualTo(1);
                assertThat(entry.endNanos()).isGreaterThan(entry.sentNanos());
              });
    }
  }

  @Test
  void aReadOnlyServerRefusesWhichIsNeitherUnknownNorLost() throws Exception {
    try (LedgerProcess ledger = start()) {
      admin("ALTER SYSTEM SET default_transaction_read_only = on");
      admin("SELECT pg_reload_conf()");
      Eventually.within(5, () -> ledger.status().refused() > 10);
      try (Connection admin = postgres.admin();
          var statement = admin.createStatement()) {
        statement.execute("SET default_transaction_read_only = off");
        statement.execute("ALTER SYSTEM RESET default_transaction_read_only");
        statement.execute("SELECT pg_reload_conf()");
      }
      long since = System.currentTimeMillis();
      Eventually.within(10, () -> ledger.status().convergedOn("west", since));
      LedgerAccount account = account(ledger);

      assertThat(account.unknown()).isZero();
      assertThat(account.unknownPresent()).isZero();
      assertThat(account.lost()).isZero();
    }
  }

  @Test
  void aFrozenServerHoldsNobodyForLong() throws Exception {
    try (LedgerProcess ledger = start()) {
      long frozenAt = System.nanoTime();
      postgres.freeze(true);
      try {
        // Strict clients wait longest, two seconds.
        Eventually.within(4, () -> ledger.status().unknown() == 10);
        // Time for logins to hang too: the accept queue still answers.
        Thread.sleep(1500);
      } finally {
        postgres.freeze(false);
      }
      long since = System.currentTimeMillis();
      Eventually.within(5, () -> ledger.status().convergedOn("west", since));
      LedgerAccount account =
          ledger.account(new AccountRequest(id, frozenAt, "west", "west", null));

      assertThat(account.unknown()).isGreaterThanOrEqualTo(10);
      assertThat(account.lost()).isZero();
      assertThat(account.duplicates()).isZero();
    }
  }

  @Test
  void endsWhenItsParentDoes() throws Exception {
    Path home = Files.createDirectories(folder.resolve("orphan"));
    Path token = home.resolve("token");
    Tokens.create(token);
    Path file = home.resolve("ledger.json");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process parent =
        new ProcessBuilder(
                "sh",
                "-c",
                "read go; \"$1\" -cp \"$2\" \"$3\" \"$4\" & wait",
                "sh",
                java,
                System.getProperty("java.class.path"),
                LedgerMain.class.getName(),
                file.toString())
            .start();
    PayloadMapper.create()
        .writeValue(
            file.toFile(),
            config().forRun("orphan", home.toString(), token.toString(), parent.pid(), true));
    parent.getOutputStream().write('\n');
    parent.getOutputStream().flush();
    Eventually.within(20, () -> Files.exists(new JournalFiles(home).path(1)));
    ProcessHandle child = parent.children().findFirst().orElseThrow();
    try {
      parent.destroyForcibly();
      Eventually.within(10, () -> !child.isAlive());
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void withoutALeaderThereIsNoAccount() throws Exception {
    try (LedgerProcess ledger = start()) {
      postgres.kill();
      try {
        assertThatThrownBy(() -> account(ledger))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("503");
      } finally {
        postgres.start();
      }
      // Asked again it is there.
      assertThat(account(ledger).lost()).isZero();
    }
  }

  private LedgerProcess start() throws Exception {
    LedgerProcess ledger = LedgerProcess.start(config(), id, folder);
    Eventually.within(
        30,
        () -> {
          LedgerStatus status = ledger.status();
          return status.connections().size() == 10 && status.acknowledgedPerSecond() >= 200;
        });
    return ledger;
  }

  private LedgerConfig config() throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, OnePostgres.PASSWORD);
    return LedgerConfig.forGroup(
        "na-write.traceo.test",
        List.of(dns.endpoint()),
        postgres.port(),
        "postgres",
        "ledger_client",
        password.toString(),
        List.of("west=" + postgres.endpoint()),
        Map.of("west", postgres.endpoint()),
        null);
  }

  private LedgerAccount account(LedgerProcess ledger) throws IOException {
    return ledger.account(new AccountRequest(id, null, "west", "west", null));
  }

  private static void kill(LedgerProcess ledger) throws Exception {
    Process kill = new ProcessBuilder("kill", "-9", Long.toString(ledger.pid())).start();
    assertThat(kill.waitFor()).isZero();
    Eventually.within(5, () -> !ledger.alive());
  }

  private Path journal() {
    return new JournalFiles(LedgerProcess.folderOf(id, folder)).path(1);
  }

  private List<JournalEntry> entries() throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    new JournalFiles(LedgerProcess.folderOf(id, folder)).forEach(entries::add);
    return entries;
  }

  /** As a change of one row by hand, for the first connection of a kind. */
  private void change(String sql) throws Exception {
    try (Connection admin = postgres.admin();
        PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setString(1, LedgerProcess.folderOf(id, folder).getFileName() + "/1/strictTtl-1");
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  /** Whether the statement gave a row. */
  private static boolean admin(String sql) throws Exception {
    try (Connection admin = postgres.admin();
        var statement = admin.createStatement()) {
      return statement.execute(sql) && statement.getResultSet().next();
    }
  }
}
