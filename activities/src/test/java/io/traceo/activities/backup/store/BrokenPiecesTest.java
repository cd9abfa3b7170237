package io.traceo.activities.backup.store;

import static io.traceo.activities.backup.store.StoreContract.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces that are not what was stored, and streams that are broken off. */
class BrokenPiecesTest {
  private static final String SECOND = "na/base/b/t/00002";

  @TempDir Path folder;
  private final Envelope envelope = new Envelope(Keys.OURS);
  private BackupStore store;
  private List<Piece> pieces;

  @BeforeEach
  void write() throws IOException {
    store = BackupStore.open(DirectoryStoreTest.access(folder, 0));
    try (PieceWriter writer = writer(store)) {
      writer.write(new byte[2 * PieceWriter.PIECE_BYTES + 5]);
      pieces = writer.finish();
    }
  }

  private PieceWriter writer(BackupStore into) {
    return new PieceWriter(into, envelope, "na/base/b/t", unused -> {});
  }

  private void assertCorrupt(String words, List<Piece> asked) {
    assertFails(
        "Corrupt",
        words,
        () -> {
          try (PieceReader reader = new PieceReader(store, envelope, asked)) {
            reader.readAllBytes();
          }
        });
  }

  @Test
  void aMissingPieceIsNamed() {
    store.delete(SECOND);
    assertCorrupt(SECOND + " is missing", pieces);
  }

  @Test
  void aCutPieceIsNamed() {
    byte[] stored = store.get(SECOND).orElseThrow();
    store.put(SECOND, Arrays.copyOf(stored, stored.length - 1));
    assertCorrupt(SECOND + " has ", pieces);
    store.put(SECOND, new byte[0]);
    assertCorrupt(SECOND + " has 0 bytes", pieces);
  }

  @Test
  void aFlippedByteIsNamed() {
    byte[] stored = store.get(SECOND).orElseThrow();
    stored[stored.length / 2] ^= 1;
    store.put(SECOND, stored);
    assertCorrupt(SECOND + " is damaged", pieces);
  }

  @Test
  void swappedPiecesAreNamed() {
    byte[] first = store.get("na/base/b/t/00001").orElseThrow();
    store.put("na/base/b/t/00001", store.get(SECOND).orElseThrow());
    store.put(SECOND, first);
    assertCorrupt("na/base/b/t/00001 is damaged", pieces);

    // Also when somebody swaps their sizes and hashes in the list.
    List<Piece> swapped =
        List.of(
            new Piece(pieces.get(0).name(), pieces.get(1).bytes(), pieces.get(1).sha256()),
            new Piece(pieces.get(1).name(), pieces.get(0).bytes(), pieces.get(0).sha256()),
            pieces.get(2));
    assertCorrupt("another name", swapped);
  }

  @Test
  void anotherOrderIsFound() {
    List<Piece> turned = new ArrayList<>(pieces);
    Collections.swap(turned, 0, 1);
    assertCorrupt("stands in the place of piece 1", turned);
    assertCorrupt("stands in the place of piece 2", List.of(pieces.get(0), pieces.get(2)));
  }

  @Test
  void anotherKeyIsSaid() {
    assertFails(
        "Corrupt",
        "made with another key",
        () -> {
          try (PieceReader reader = new PieceReader(store, new Envelope(Keys.OTHER), pieces)) {
            reader.readAllBytes();
          }
        });
  }

  @Test
  void anEmptyStreamHasNoPieces() throws IOException {
    try (PieceWriter writer = new PieceWriter(store, envelope, "na/base/e/t", unused -> {})) {
      assertThat(writer.finish()).isEmpty();
    }
    try (PieceReader reader = new PieceReader(store, envelope, List.of())) {
      assertThat(reader.read()).isEqualTo(-1);
    }
  }

  @Test
  void closedWithoutItsEndNothingStays() throws IOException {
    try (PieceWriter writer = new PieceWriter(store, envelope, "na/base/x/t", unused -> {})) {
      writer.write(new byte[3 * PieceWriter.PIECE_BYTES]);
    }
    assertThat(store.list("na/base/x/")).isEmpty();
  }

  @Test
  void theFirstFailureOfTheStoreReachesTheWriter() {
    BackupStore full = new FullStore(store);
    assertThatThrownBy(
            () -> {
              try (PieceWriter writer = writer(full)) {
                // More than its buffers: it must not wait for ever either.
                for (int n = 0; n < 20; n++) {
                  writer.write(new byte[PieceWriter.PIECE_BYTES]);
                }
              }
            })
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("NotReady"));
  }

  @Test
  void whatTheListenerThrowsReachesTheWriterUnchanged() {
    IllegalStateException cancelled = new IllegalStateException("cancelled");
    assertThatThrownBy(
            () -> {
              try (PieceWriter writer =
                  new PieceWriter(
                      store,
                      envelope,
                      "na/base/c/t",
                      unused -> {
                        throw cancelled;
                      })) {
                writer.write(new byte[PieceWriter.PIECE_BYTES]);
                writer.finish();
              }
            })
        .isSameAs(cancelled);
    assertThat(store.list("na/base/c/")).isEmpty();
  }

  static RuntimeException full() {
    return Failures.of(FailureTypes.NOT_READY, "no space");
  }
}
