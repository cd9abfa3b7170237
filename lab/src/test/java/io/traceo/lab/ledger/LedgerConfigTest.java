package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.lab.ledger.LedgerConfig.Limits;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerConfigTest {
  @TempDir Path folder;
  private final LedgerConfig config =
      LedgerConfig.forGroup(
          "na-write.traceo.test",
          List.of("127.87.0.1:53"),
          5432,
          "postgres",
          "ledger_client",
          "/nowhere/password",
          List.of("west=127.87.1.1:5432"),
          Map.of("west", "127.87.1.1:5432"),
          null);

  @Test
  void limitsAreThoseOfFastLinksUnlessTheyAreSet() throws Exception {
    assertThat(config.limits()).isEqualTo(new Limits(400, 500));
    ObjectNode tree = PayloadMapper.create().valueToTree(config);
    tree.remove("limits");
    assertThat(read(tree).limits()).isEqualTo(new Limits(400, 500));
    tree.putObject("limits").put("connectMs", 1200);
    assertThat(read(tree).limits()).isEqualTo(new Limits(1200, 500));
  }

  @Test
  void theProcessGetsWhatWasSet() throws Exception {
    LedgerConfig slow = config.withLimits(new Limits(1200, 1500));

    assertThat(slow.limits()).isEqualTo(new Limits(1200, 1500));
    assertThat(slow.withLimits(Limits.DEFAULT)).isEqualTo(config);
    LedgerConfig run = slow.forRun("id", folder.toString(), "token", 1, true);
    assertThat(read(PayloadMapper.create().valueToTree(run))).isEqualTo(run);
    assertThat(run.limits()).isEqualTo(slow.limits());
  }

  @Test
  void theEndOfAWriteIsWaitedForAsLongAsTheLimitsAllow() {
    assertThat(Writer.longest(Limits.DEFAULT)).hasSeconds(5);
    assertThat(Writer.longest(new Limits(2000, 500))).hasMillis(8200);
    assertThat(Writer.longest(new Limits(400, 2000))).hasSeconds(11);
  }

  private LedgerConfig read(ObjectNode tree) throws IOException {
    return LedgerConfig.read(Files.writeString(folder.resolve("ledger.json"), tree.toString()));
  }
}
