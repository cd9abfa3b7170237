package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journals and the table of an hour, in the ledger's own process with its small heap. */
class LongLedgerIT {
  private static final String HOST = "127.87.1.1";
  private static final int CLIENTS = 10;
  private static final int EACH = 100_000;
  private static OnePostgres postgres;
  @TempDir Path folder;

  @BeforeAll
  static void server() throws Exception {
    postgres = new OnePostgres(HOST, "west");
  }

  @AfterAll
  static void end() throws Exception {
    postgres.close();
  }

  @Test
  void aMillionWritesAreAccountedForInTheHeapOfTheLedger() throws Exception {
    String id = "long";
    writeJournal(LedgerProcess.folderOf(id, folder));
    sql(
        "ALTER TABLE ledger.entry SET UNLOGGED",
        "INSERT INTO ledger.entry(client, seq, server, epoch, at)"
            + " SELECT 'long/1/multiHost-' || c, s, 'west', '1', now() FROM"
            + " generate_series(1, %d) s, generate_series(1, %d) c".formatted(EACH, CLIENTS),
        // Two lost, one there twice.
        "DELETE FROM ledger.entry WHERE client = 'long/1/multiHost-3' AND seq IN (5, 100000)",
        "INSERT INTO ledger.entry(client, seq) VALUES ('long/1/multiHost-4', 77)");

    LedgerAccount account;
    try (LedgerProcess ledger = LedgerProcess.reading(config(), id, folder)) {
      account = ledger.account(new AccountRequest(id, null, "west", "east", null));
      assertThat(ledger.status().acknowledged()).isEqualTo(CLIENTS * (EACH - 10L));
    }

    // Every 10,000th write of a client is journalled as unknown; it is there, and so not lost.
    assertThat(account.acknowledged()).isEqualTo(CLIENTS * (EACH - 10L));
    assertThat(account.lost()).isEqualTo(2);
    assertThat(account.unknownPresent()).isEqualTo(CLIENTS * 10L);
    assertThat(account.unknown()).isEqualTo(CLIENTS * 10L);
    assertThat(account.duplicates()).isEqualTo(1);
    assertThat(account.doubleLeader()).isZero();
    // The change of leader is in the middle, a millisecond after the write before it.
    assertThat(account.firstNewLeaderWriteMs()).isEqualTo(1);
    assertThat(account.clients().multiHost().firstWriteMs()).isEqualTo(1);
    assertThat(account.clients().strictTtl()).isEqualTo(new ClientTimes(null, null));
  }

  @Test
  void aMemberThatGivesItsRowsTooSlowlyCountsAsNotRead() throws Exception {
    // Each answer comes in time, all of them together do not.
    sql(
        "CREATE SCHEMA slow",
        "GRANT USAGE ON SCHEMA slow TO ledger_client",
        "CREATE VIEW slow.entry AS SELECT 'slow/1/multiHost-1'"
            + " || CASE WHEN s % 10 = 0 THEN left(pg_sleep(0.001)::text, 0) ELSE '' END AS client,"
            + " s AS seq FROM generate_series(1, 60000) s",
        "GRANT SELECT ON slow.entry TO ledger_client",
        "ALTER SCHEMA ledger RENAME TO aside",
        "ALTER SCHEMA slow RENAME TO ledger");
    try {
      ReadBack readBack =
          new ReadBack(jdbc(), Map.of("west", endpoint()), "slow", Duration.ofSeconds(1));

      ReadBack.Round round = readBack.read(List.of("west"));

      assertThat(round.rows()).isEmpty();
      assertThat(round.unread()).containsEntry("west", "rows not read within 1 s");
    } finally {
      sql("DROP SCHEMA ledger CASCADE", "ALTER SCHEMA aside RENAME TO ledger");
    }
  }

  /** West acknowledges the first half of every client, east the other. */
  private static void writeJournal(Path home) throws IOException {
    Files.createDirectories(home);
    try (Writer journal = Files.newBufferedWriter(new JournalFiles(home).path(1))) {
      for (int seq = 1; seq <= EACH; seq++) {
        boolean first = seq <= EACH / 2;
        for (int client = 1; client <= CLIENTS; client++) {
          Outcome outcome = seq % 10_000 == 9_999 ? Outcome.UNKNOWN : Outcome.ACKNOWLEDGED;
          journal.write(
              new JournalEntry(
                      "1/multiHost-" + client,
                      seq,
                      outcome,
                      seq,
                      seq * 1_000_000L - 500_000,
                      seq * 1_000_000L,
                      first ? "west" : "east",
                      first ? 1 : 2,
                      first ? 1 : 2,
                      "")
                  .encode());
        }
      }
    }
  }

  private static String endpoint() {
    return postgres.endpoint();
  }

  private Jdbc jdbc() throws IOException {
    return new Jdbc("postgres", "ledger_client", password(), LedgerConfig.Limits.DEFAULT);
  }

  private Path password() throws IOException {
    return Files.writeString(folder.resolve("password"), OnePostgres.PASSWORD);
  }

  private LedgerConfig config() throws IOException {
    return LedgerConfig.forGroup(
        "na-write.traceo.test",
        List.of(),
        postgres.port(),
        "postgres",
        "ledger_client",
        password().toString(),
        List.of(),
        Map.of("west", endpoint()),
        null);
  }

  private static void sql(String... statements) throws Exception {
    try (Connection admin = postgres.admin();
        Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
