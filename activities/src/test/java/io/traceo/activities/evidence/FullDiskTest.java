package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, none of whose files may grow beyond a limit, as on a full disk. */
class FullDiskTest {
  @TempDir Path folder;
  private final DrillReport report = Reports.failed();
  private final String id = report.reportId();

  @Test
  void nothingIsLeftWhenNotEvenTheFirstFileFits() throws Exception {
    assertRefused(saveWithRoomFor(100), id + ".txt");
    assertThat(folder).isEmptyDirectory();
  }

  /** The text is the shorter one: it fits, and must not stay without the other. */
  @Test
  void anEarlierReportStaysWholeWhenOnlyOneFileFits() throws Exception {
    new ReportStore(folder)
        .save(KeptReport.of(Reports.report(id, "2026-11-23T10:00:00Z", "PASSED")));
    Map<String, String> before = content();
    int text = ReportText.render(report, ShownNotes.NONE).getBytes(StandardCharsets.UTF_8).length;
    assertThat(json().length).isGreaterThan(text + 1);

    assertRefused(saveWithRoomFor(text + 1), id + ".html");

    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aRetryWithRoomKeepsTheReport() throws Exception {
    saveWithRoomFor(100);

    assertThat(saveWithRoomFor(500 * 1024))
        .containsExactly(folder.resolve(id + ".json").toString());

    assertThat(content()).containsOnlyKeys(id + ".html", id + ".json", id + ".txt");
    assertThat(new ReportStore(folder).load(id, new ArrayList<>()))
        .isEqualTo(KeptReport.of(report));
  }

  private void assertRefused(List<String> said, String file) {
    assertThat(said)
        .containsExactly(
            "NotReady false",
            "report "
                + id
                + " can't be kept: "
                + folder.resolve(file)
                + ": File too large; free some room, or let this user write there");
  }

  private List<String> saveWithRoomFor(int bytes) throws Exception {
    Process process =
        new ProcessBuilder(
                "prlimit",
                "--fsize=" + bytes + ":" + bytes,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SaveOnFullDisk.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(said.toString()).isZero();
    return said;
  }

  private byte[] json() throws JsonProcessingException {
    return PayloadMapper.create().writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        content.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return content;
  }
}
