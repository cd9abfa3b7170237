package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path home;

  /** Nobody, not even root, makes a file there. */
  @Test
  void aJournalThatCanNotBeMadeIsSaidInTheStatus() throws Exception {
    LedgerConfig config =
        LedgerConfig.forGroup(
                "na-write.traceo.test",
                List.of("127.87.0.1:53"),
                5432,
                "postgres",
                "ledger_client",
                Files.writeString(home.resolve("password"), "x").toString(),
                List.of(),
                Map.of(),
                null)
            .forRun("id", "/sys/kernel", "token", 1, true);
    try (Ledger ledger = new Ledger(config)) {
      ledger.start();

      assertThat(ledger.status().problem())
          .startsWith("cannot write the journal /sys/kernel/journal-0001.tsv: no permission;")
          .contains("let this user write there, then start again");
    }
  }
}
