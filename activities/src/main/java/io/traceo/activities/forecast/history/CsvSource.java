package io.traceo.activities.forecast.history;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.contract.FailureTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region's demand from {@code REGION.csv}: {@code timestamp,value} with samples at equal
 * distances, or {@code date,value} with the peak of each day. Times are in UTC and ascend. An empty
 * value is a missing one.
 */
public final class CsvSource implements DemandSource {
  private static final String BY_TIME = "timestamp,value";
  private static final String BY_DAY = "date,value";

  private final Path folder;

  /**
   * @param folder of the files
   */
  public CsvSource(Path folder) {
    this.folder = folder;
  }

  @Override
  public DemandHistory read(HistoryRequest request, Progress progress) {
    Path file = folder.resolve(request.region() + ".csv");
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      @Nullable String header = lines.readLine();
      if (!BY_TIME.equals(header) && !BY_DAY.equals(header)) {
        throw wrong(request, file, 1, "it begins with \"%s\" or \"%s\"".formatted(BY_TIME, BY_DAY));
      }
      List<Row> rows = rows(request, file, lines, header.equals(BY_DAY));
      Samples samples = new Samples(request);
      for (Row row : rows) {
        if (row.value() != null) {
          samples.add(row.at().toLocalDate(), row.value(), "value");
        }
      }
      return samples.history("file " + file, perDay(request, file, rows));
    } catch (NoSuchFileException e) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field demand: there is no file %s".formatted(request.region(), file),
          e);
    } catch (CharacterCodingException e) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field demand: %s is no text in UTF-8".formatted(request.region(), file),
          e);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE, "region " + request.region() + ": cannot read " + file, e);
    }
  }

  private static List<Row> rows(
      HistoryRequest request, Path file, BufferedReader lines, boolean byDay) throws IOException {
    List<Row> rows = new ArrayList<>();
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        int comma = line.indexOf(',');
        String at = line.substring(0, Math.max(0, comma));
        String value = line.substring(comma + 1).strip();
        Row row =
            new Row(
                byDay ? LocalDate.parse(at).atStartOfDay() : LocalDateTime.parse(at),
                value.isEmpty() ? null : Double.valueOf(value));
        if (!rows.isEmpty() && !row.at().isAfter(rows.get(rows.size() - 1).at())) {
          throw wrong(request, file, number, "times ascend, and each is there once");
        }
        rows.add(row);
      } catch (DateTimeException | NumberFormatException e) {
        throw wrong(
            request,
            file,
            number,
            "\"%s\" is no %s, for example %s"
                .formatted(
                    line,
                    byDay ? BY_DAY : BY_TIME,
                    byDay ? "2026-11-01,950000" : "2026-11-01T00:05,950000"));
      }
    }
    return rows;
  }

  /** From the shortest distance of two rows, which a gap does not change. */
  private static int perDay(HistoryRequest request, Path file, List<Row> rows) {
    Duration step = Duration.ofDays(1);
    for (int at = 1; at < rows.size(); at++) {
      Duration next = Duration.between(rows.get(at - 1).at(), rows.get(at).at());
      step = next.compareTo(step) < 0 ? next : step;
    }
    if (step.toMillis() < 1000 || Duration.ofDays(1).toMillis() % step.toMillis() != 0) {
      throw wrong(request, file, 2, "a day has no whole number of steps of " + step);
    }
    return (int) Duration.ofDays(1).dividedBy(step);
  }

  private static RuntimeException wrong(HistoryRequest request, Path file, int line, String what) {
    return Failures.of(
        FailureTypes.INVALID_REQUEST,
        "region %s, field demand: %s line %d: %s".formatted(request.region(), file, line, what));
  }

  private record Row(LocalDateTime at, @Nullable Double value) {}
}
