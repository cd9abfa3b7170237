package io.traceo.lab;

import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A history of demand for each region of the lab: a public trace, moved so that its weekdays are
 * today's, another part of it for each region. The files reach past today, so that a lab that has
 * been up for weeks still has the days before its newest plan.
 */
record LabDemand(LabFolder folder) {
  /** What stands in for a real history. */
  static final String SIMULATED =
      "demand history: a public trace of electricity demand, moved to today and scaled (CSV)";

  private static final String TRACE = "demand/vic_elec_30min.csv";
  private static final int BEFORE = 140;
  private static final int AFTER = 60;

  /** What a region's highest sample becomes, in metrics/s, by its place in the group. */
  private static final double[] PEAKS = {6_000_000, 3_500_000, 2_500_000};

  private record Sample(LocalDateTime at, double value) {
    LocalDate day() {
      return at.toLocalDate();
    }
  }

  /** Writes the files and says where they are. */
  Map<String, DemandAccess> access(List<ReplicationGroup> groups) {
    Path folderOfFiles = folder.folder("demand");
    List<Sample> trace = trace();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, DemandAccess> access = new LinkedHashMap<>();
    for (ReplicationGroup group : groups) {
      List<String> members = group.members();
      for (int at = 0; at < members.size(); at++) {
        write(folderOfFiles.resolve(members.get(at) + ".csv"), trace, today, at);
        access.put(members.get(at), new DemandAccess("csv", folderOfFiles.toString(), null, null));
      }
    }
    return access;
  }

  private static void write(Path file, List<Sample> trace, LocalDate today, int part) {
    LocalDate first = today.minusDays(BEFORE);
    LocalDate begin = trace.get(0).at().toLocalDate().plusDays(7L * 7 * (part % 3));
    // The same weekday: demand has a week.
    begin = begin.plusDays(Math.floorMod(first.toEpochDay() - begin.toEpochDay(), 7L));
    long moved = ChronoUnit.DAYS.between(begin, first);
    LocalDate start = begin;
    LocalDate end = begin.plusDays(BEFORE + AFTER);
    List<Sample> chosen =
        trace.stream().filter(s -> !s.day().isBefore(start) && s.day().isBefore(end)).toList();
    double highest = chosen.stream().mapToDouble(Sample::value).max().orElseThrow();
    double scale = PEAKS[Math.min(part, PEAKS.length - 1)] / highest;
    StringBuilder lines = new StringBuilder("timestamp,value\n");
    for (Sample sample : chosen) {
      lines.append(sample.at().plusDays(moved)).append(',');
      lines.append(Math.round(sample.value() * scale)).append('\n');
    }
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static List<Sample> trace() {
    try (InputStream in = LabDemand.class.getResourceAsStream(TRACE)) {
      if (in == null) {
        throw new IllegalStateException("the lab was built without " + TRACE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<Sample> trace = new ArrayList<>();
      for (String line : lines.lines().skip(1).toList()) {
        int comma = line.indexOf(',');
        if (comma + 1 < line.length()) {
          trace.add(
              new Sample(
                  LocalDateTime.parse(line.substring(0, comma)),
                  Double.parseDouble(line.substring(comma + 1))));
        }
      }
      return trace;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
