package io.traceo.activities.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of reports: {@code <id>.json} and {@code <id>.txt}, readable by their owner alone. */
public final class ReportStore {
  /** The id that stands for the newest report. */
  public static final String LATEST = "latest";

  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,120}");

  private final Path folder;

  /** Of this folder, which need not be there yet. */
  public ReportStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes both forms, each whole or not at all; neither takes its place before both are written.
   * The same id replaces, so that a retry is safe.
   *
   * @return the JSON file
   * @throws InvalidReportIdException when the id could lead elsewhere
   * @throws IOException names the file that can't be written and why, as on a full disk
   */
  public Path save(DrillReport report) throws IOException {
    String id = valid(report.reportId());
    Files.createDirectories(folder);
    String whole = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    try (OwnerFile text = OwnerFile.beside(folder, id + ".txt", ReportText.render(report));
        OwnerFile data = OwnerFile.beside(folder, id + ".json", whole)) {
      text.settle();
      data.settle();
    }
    return folder.resolve(id + ".json");
  }

  /** All reports that can be read, the newest first; {@code unreadable} says what of the others. */
  public List<DrillReport> list(List<String> unreadable) throws IOException {
    List<DrillReport> reports = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return reports;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      try {
        reports.add(read(file));
      } catch (IOException e) {
        unreadable.add(e.getMessage());
      }
    }
    reports.sort(
        Comparator.comparing(DrillReport::startedAt)
            .thenComparing(DrillReport::reportId)
            .reversed());
    return reports;
  }

  /**
   * One report.
   *
   * @param id its id, or {@link #LATEST}: the newest that can be read
   * @param unreadable says what of those that can't
   * @throws NoSuchFileException when there is none
   */
  public DrillReport load(String id, List<String> unreadable) throws IOException {
    if (id.equals(LATEST)) {
      return list(unreadable).stream()
          .findFirst()
          .orElseThrow(() -> new NoSuchFileException("no report in " + folder));
    }
    Path file = folder.resolve(valid(id) + ".json");
    if (!Files.exists(file)) {
      throw new NoSuchFileException("no report " + id + " in " + folder);
    }
    return read(file);
  }

  private static DrillReport read(Path file) throws IOException {
    DrillReport report;
    try {
      report = MAPPER.readValue(file.toFile(), DrillReport.class);
    } catch (IOException e) {
      throw new IOException(file + ": " + Causes.inWords(e), e);
    }
    if (report == null
        || report.reportId() == null
        || report.verdict() == null
        || report.startedAt() == null) {
      throw new IOException(file + ": is no report");
    }
    if (report.schema() > DrillReport.SCHEMA) {
      throw new IOException(
          file
              + ": has schema "
              + report.schema()
              + "; this program reads up to "
              + DrillReport.SCHEMA);
    }
    return report;
  }

  private static String valid(String id) {
    if (id == null || !ID.matcher(id).matches()) {
      throw new InvalidReportIdException(String.valueOf(id));
    }
    return id;
  }
}
