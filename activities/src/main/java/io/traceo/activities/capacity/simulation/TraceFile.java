package io.traceo.activities.capacity.simulation;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a trace from CSV: {@code timestamp,value} lines at equal distances, a head line or none.
 * The first two lines give the distance. An empty value, or a line that is not there, is a missing
 * one; up to a day of them is put on the line between the neighbours.
 */
public final class TraceFile {
  private final Path file;
  private final List<Double> values = new ArrayList<>();
  private LocalDateTime start = LocalDateTime.MIN;
  private Duration bucket = Duration.ZERO;
  private int filled;
  private int empty;

  private TraceFile(Path file) {
    this.file = file;
  }

  /**
   * The trace of a file, named after it.
   *
   * @throws TraceException naming file, line and reason
   */
  public static Trace read(Path file) {
    return read(file, String.valueOf(file.getFileName()));
  }

  /** The trace of a file, under a name for people. */
  public static Trace read(Path file, String name) {
    return new TraceFile(file).trace(name);
  }

  private Trace trace(String name) {
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      boolean head = i == 0 && !line.isEmpty() && Character.isLetter(line.charAt(0));
      if (!line.isEmpty() && !head) {
        add(line, i + 1);
      }
    }
    if (values.size() < 2) {
      throw new TraceException(
          file + " holds no demand; it needs lines of timestamp,value at equal distances");
    }
    return new Trace(name, start, bucket, values.stream().mapToDouble(v -> v).toArray(), filled);
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new TraceException("there is no file " + file + "; name another with --trace");
    } catch (MalformedInputException e) {
      throw new TraceException(file + " is no text in UTF-8; a trace is CSV: timestamp,value");
    } catch (IOException e) {
      throw new TraceException(file + " can't be read: " + e);
    }
  }

  private void add(String line, int number) {
    String[] fields = line.split(",", -1);
    if (fields.length != 2) {
      throw wrong(number, "it has " + fields.length + " fields instead of timestamp,value");
    }
    LocalDateTime at = time(fields[0].strip(), number);
    place(at, number);
    String text = fields[1].strip();
    if (text.isEmpty()) {
      skip(1, number);
    } else {
      close(value(text, number));
    }
  }

  /** Where a line belongs; lines that are not there count as empty ones. */
  private void place(LocalDateTime at, int number) {
    int before = values.size() + empty;
    if (before == 0) {
      start = at;
      return;
    }
    if (before == 1) {
      bucket = Duration.between(start, at);
      if (bucket.compareTo(Duration.ofSeconds(1)) < 0
          || bucket.compareTo(Duration.ofHours(1)) > 0) {
        throw wrong(
            number,
            "it is "
                + bucket.toSeconds()
                + " s after the one before; a trace needs a value at least every hour, in order");
      }
    }
    Duration away = Duration.between(start, at);
    long place = away.dividedBy(bucket);
    if (place < before || !bucket.multipliedBy(place).equals(away)) {
      throw wrong(
          number,
          at
              + " is out of step: expected "
              + start.plus(bucket.multipliedBy(before))
              + ", the values being "
              + bucket.toSeconds()
              + " s apart");
    }
    skip(place - before, number);
  }

  private void skip(long missing, int number) {
    if (missing == 0) {
      return;
    }
    if (values.isEmpty()) {
      throw wrong(number, "the trace begins with a missing value; start it later");
    }
    if (bucket.multipliedBy(empty + missing).compareTo(Duration.ofDays(1)) > 0) {
      throw wrong(number, "more than a day is missing before it; cut the trace there");
    }
    empty += Math.toIntExact(missing);
  }

  /** Adds a value, and those of the gap before it. */
  private void close(double value) {
    if (empty > 0) {
      double before = values.get(values.size() - 1);
      for (int i = 1; i <= empty; i++) {
        values.add(before + (value - before) * i / (empty + 1));
      }
      filled += empty;
      empty = 0;
    }
    values.add(value);
  }

  private LocalDateTime time(String text, int number) {
    try {
      return text.endsWith("Z") || text.indexOf('+') > 0
          ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
          : LocalDateTime.parse(text.replace(' ', 'T'));
    } catch (DateTimeParseException e) {
      throw wrong(number, "\"" + text + "\" is no time such as 2026-11-01T00:30");
    }
  }

  private double value(String text, int number) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(number, "\"" + text + "\" is no number");
    }
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw wrong(number, "demand can't be " + text);
    }
    return value;
  }

  private TraceException wrong(int line, String reason) {
    return new TraceException(file + ":" + line + ": " + reason);
  }
}
