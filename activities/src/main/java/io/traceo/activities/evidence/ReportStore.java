package io.traceo.activities.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of reports. */
public final class ReportStore {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final Path folder;

  /** Of this folder, which need not be there yet. */
  public ReportStore(Path folder) {
    this.folder = folder;
  }

  /** Writes both forms, whole or not at all; the same id replaces. */
  public Path save(DrillReport report) throws IOException {
    Files.createDirectories(folder);
    write(folder.resolve(report.reportId() + ".txt"), ReportText.render(report));
    Path json = folder.resolve(report.reportId() + ".json");
    write(json, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    return json;
  }

  private static void write(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** All reports that can be read, the newest first; {@code unreadable} gets the others. */
  public List<DrillReport> list(List<String> unreadable) throws IOException {
    List<DrillReport> reports = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return reports;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".json"))
              .sorted(Comparator.reverseOrder())
              .toList()) {
        try {
          reports.add(MAPPER.readValue(file.toFile(), DrillReport.class));
        } catch (IOException e) {
          unreadable.add(file + ": " + e.getMessage());
        }
      }
    }
    return reports;
  }

  /**
   * One report.
   *
   * @param id its id, or {@code latest}
   * @throws NoSuchFileException when there is none
   */
  public DrillReport load(String id) throws IOException {
    if (id.equals("latest")) {
      return list(new ArrayList<>()).stream()
          .findFirst()
          .orElseThrow(() -> new NoSuchFileException("no report in " + folder));
    }
    Path file = folder.resolve(id + ".json").normalize();
    if (!file.startsWith(folder) || !Files.exists(file)) {
      throw new NoSuchFileException("no report " + id + " in " + folder);
    }
    return MAPPER.readValue(file.toFile(), DrillReport.class);
  }
}
