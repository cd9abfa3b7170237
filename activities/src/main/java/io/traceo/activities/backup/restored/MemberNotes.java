package io.traceo.activities.backup.restored;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands beside a member's folders about a restored server that became the member. */
final class MemberNotes {
  private static final ObjectMapper JSON = PayloadMapper.create();
  private static final String BEGINS = "restored-";
  private static final String ENDS = ".json";

  private final Path file;

  MemberNotes(Path root, String restoreId) {
    this.file = root.resolve(BEGINS + restoreId + ENDS);
  }

  /** Of every restored server that became the member, or was about to. */
  static List<String> restoreIds(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.map(f -> f.getFileName().toString())
          .filter(n -> n.startsWith(BEGINS) && n.endsWith(ENDS))
          .map(n -> n.substring(BEGINS.length(), n.length() - ENDS.length()))
          .toList();
    }
  }

  /**
   * @param former folder that was in use before; null when there was none
   * @param folder where the restored data goes
   */
  record Note(@Nullable String former, String folder, Replay.Note standing) {}

  Optional<Note> read() {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readAllBytes(file), Note.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Note note) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.write(written, JSON.writeValueAsBytes(note));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}
