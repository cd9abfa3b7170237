package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Tile;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.ledger.LedgerAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The four clocks and the loss, as big numbers with bars to compare them by. */
final class Tiles {
  private final DrillReport report;
  private final Clocks clocks;
  private final boolean planned;
  private final long longest;
  private final Timing timing;

  Tiles(DrillReport report, Timing timing) {
    this.report = report;
    this.timing = timing;
    this.planned = timing.planned();
    this.clocks = report.clocks() == null ? new Clocks(null, null, null, null) : report.clocks();
    this.longest =
        Stream.of(
                clocks.detectedMs(),
                clocks.decidedMs(),
                clocks.firstAcknowledgedWriteMs(),
                clocks.clientsConvergedMs())
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
  }

  /** None where nothing was begun. */
  List<Tile> all() {
    if (report.verdict().equals("REFUSED") || report.verdict().equals("PLANNED")) {
      return List.of();
    }
    List<Tile> tiles = new ArrayList<>();
    if (!planned) {
      tiles.add(clock("Detected", clocks.detectedMs(), "a quorum of observers", "detection"));
      tiles.add(clock("Decided", clocks.decidedMs(), "by the group's workflow", ""));
    }
    tiles.add(
        clock(
            "First acknowledged write",
            clocks.firstAcknowledgedWriteMs(),
            planned ? "on the new leader, after the old one's last" : "on the new leader",
            "recovery time"));
    tiles.add(
        clock(
            "Clients converged",
            clocks.clientsConvergedMs(),
            "those that look the name up again" + slowest(timing.slowestClientMs()),
            ""));
    tiles.add(loss());
    return tiles;
  }

  private Tile clock(String name, @Nullable Long ms, String meaning, String objective) {
    Optional<Objective> promise = objective(objective);
    String note = promise.map(o -> meaning + "; " + Words.limit(o.limit())).orElse(meaning);
    int percent = ms == null || longest == 0 ? 0 : (int) Math.round(100.0 * ms / longest);
    String tone = promise.map(o -> o.met() ? "good" : "bad").orElse("plain");
    return new Tile(name, Words.ms(ms), note, Math.max(0, Math.min(100, percent)), tone);
  }

  private static String slowest(@Nullable Long ms) {
    return ms == null ? "; not every kind did" : "; the slowest kind after " + Words.ms(ms);
  }

  private Tile loss() {
    LedgerAccount ledger = report.ledger();
    if (ledger == null) {
      return new Tile("Acknowledged writes lost", Words.NOT_MEASURED, "", null, "plain");
    }
    Optional<Objective> promise = objective("acknowledged writes lost");
    // A group that is restored from its backup may lose what its recovery point allows.
    boolean none = promise.map(o -> o.limit().equals("0")).orElse(true);
    return new Tile(
        "Acknowledged writes lost",
        Long.toString(ledger.lost()),
        String.format(
            Locale.ROOT,
            "of %,d; %s",
            ledger.acknowledged(),
            none ? "none allowed" : "as the recovery point allows"),
        null,
        promise.map(o -> o.met() ? "good" : "bad").orElse("plain"));
  }

  private Optional<Objective> objective(String name) {
    return report.objectives().stream().filter(o -> o.name().equals(name)).findFirst();
  }
}
