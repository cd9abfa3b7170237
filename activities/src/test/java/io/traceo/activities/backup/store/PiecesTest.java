package io.traceo.activities.backup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that is cut into pieces and put together again. */
class PiecesTest {
  @TempDir Path folder;
  private BackupStore store;
  private final Envelope envelope = new Envelope(Keys.OURS);

  @BeforeEach
  void open() {
    store =
        BackupStore.open(
            new StoreAccess("directory", folder.toString(), null, null, null, null, 0));
  }

  @Test
  void theStreamComesBackAsItWas() throws IOException {
    byte[] plain = new byte[3 * PieceWriter.PIECE_BYTES + 12345];
    new Random(7).nextBytes(plain);
    List<Long> seen = new ArrayList<>();
    List<Piece> pieces;
    try (PieceWriter writer = new PieceWriter(store, envelope, "na/base/b1/t1", seen::add)) {
      writer.write(plain[0]);
      writer.write(plain, 1, plain.length - 1);
      pieces = writer.finish();
    }

    assertThat(pieces)
        .extracting(Piece::name)
        .containsExactly(
            "na/base/b1/t1/00001",
            "na/base/b1/t1/00002",
            "na/base/b1/t1/00003",
            "na/base/b1/t1/00004");
    assertThat(seen).isSorted().hasSize(4).last().isEqualTo((long) plain.length);
    try (PieceReader reader = new PieceReader(store, envelope, pieces)) {
      assertThat(reader.readAllBytes()).isEqualTo(plain);
    }
  }
}
