package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.evidence.html.ReportHtml;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportStoreTest {
  @TempDir Path home;
  private Path folder;
  private ReportStore store;

  @BeforeEach
  void open() {
    folder = home.resolve("reports");
    store = new ReportStore(folder);
  }

  @Test
  void whatIsSavedIsReadBackWholeAndForTheOwnerAlone() throws IOException {
    KeptReport report = KeptReport.of(Reports.failed());
    Path json = store.save(report);
    assertThat(json).isEqualTo(folder.resolve(report.reportId() + ".json"));
    assertThat(store.load(report.reportId(), new ArrayList<>())).isEqualTo(report);
    Path text = folder.resolve(report.reportId() + ".txt");
    assertThat(text).content().isEqualTo(ReportText.render(Reports.failed(), ShownNotes.NONE));
    Path page = folder.resolve(report.reportId() + ".html");
    assertThat(page).content().isEqualTo(ReportHtml.render(Reports.failed(), ShownNotes.NONE));
    for (Path file : List.of(json, text, page)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theSameIdReplacesTheFileWholeAndLeavesNothingElse() throws IOException {
    store.save(
        KeptReport.of(Reports.report("a", "2026-11-23T10:00:00Z", "FAILED", "x".repeat(10_000))));
    store.save(KeptReport.of(Reports.report("a", "2026-11-23T10:00:00Z", "PASSED")));
    assertThat(store.load("a", new ArrayList<>()).content().verdict()).isEqualTo("PASSED");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("a.html", "a.json", "a.txt");
    }
  }

  @Test
  void aNoteIsShownInItsReportAndInTheNextOneAndTheRecordStaysAsItIs() throws IOException {
    KeptReport first = KeptReport.of(Reports.report("first", "2026-11-23T10:00:00Z", "PASSED"));
    KeptReport next = KeptReport.of(Reports.report("next", "2026-12-23T10:00:00Z", "PASSED"));
    byte[] record = Files.readAllBytes(store.save(first));
    store.note(first, "call earlier", "ops", Instant.parse("2026-11-24T10:00:00Z"));
    store.save(next);

    assertThat(folder.resolve("first.json")).hasBinaryContent(record);
    assertThat(read("first.html")).contains("call earlier", "note 1, ops").contains(": open");
    assertThat(read("first.txt")).contains("Lessons learned\n  note 1, open: call earlier");
    assertThat(read("next.html")).contains("Carried over from earlier reports", "call earlier");
    assertThat(read("next.txt")).contains("Carried over from earlier reports\n  note 1, open:");

    store.done(1, "lead", Instant.parse("2026-12-24T10:00:00Z"));
    for (String file : List.of("first.html", "next.html", "first.txt", "next.txt")) {
      assertThat(read(file)).contains("done by lead").doesNotContain("note 1, open");
    }
    assertThat(folder.resolve("first.json")).hasBinaryContent(record);
  }

  @Test
  void aNotebookThatCanNotBeReadDoesNotCostTheRecord() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.jsonl"), "broken\n");

    store.save(KeptReport.of(Reports.failed()));

    assertThat(store.load("latest", new ArrayList<>())).isEqualTo(KeptReport.of(Reports.failed()));
    assertThat(folder.resolve(Reports.failed().reportId() + ".html")).exists();
  }

  @Test
  void thePageOfAnOlderProgramsReportIsMadeWhenItIsAskedFor() throws IOException {
    store.save(KeptReport.of(Reports.failed()));
    Path page = folder.resolve(Reports.failed().reportId() + ".html");
    Files.delete(page);

    assertThat(store.page(KeptReport.of(Reports.failed()))).isEqualTo(page).isNotEmptyFile();
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void theNewestByItsStartComesFirstWhateverItsName() throws IOException {
    store.save(KeptReport.of(Reports.report("b", "2026-11-23T10:00:00Z", "PASSED")));
    store.save(KeptReport.of(Reports.report("a", "2026-11-24T10:00:00Z", "PASSED")));
    assertThat(store.list(new ArrayList<>()))
        .extracting(KeptReport::reportId)
        .containsExactly("a", "b");
    assertThat(store.load("latest", new ArrayList<>()).reportId()).isEqualTo("a");
  }

  @Test
  void brokenFilesAreNamedAndTheOthersStillShown() throws IOException {
    store.save(KeptReport.of(Reports.report("good", "2026-11-23T10:00:00Z", "PASSED")));
    Files.writeString(folder.resolve("cut.json"), "{\"schema\": 1,\n \"reportId\": \"cu");
    Files.writeString(folder.resolve("nothing.json"), "null");
    Files.writeString(folder.resolve("other.json"), "{}");
    Files.writeString(
        folder.resolve("future.json"),
        "{\"schema\":99,\"reportId\":\"future\",\"verdict\":\"PASSED\",\"startedAt\":\"2030\"}");
    List<String> unreadable = new ArrayList<>();
    assertThat(store.list(unreadable)).extracting(KeptReport::reportId).containsExactly("good");
    assertThat(unreadable).hasSize(4);
    assertThat(unreadable.get(0)).contains("cut.json", "line 2");
    assertThat(unreadable.get(1)).contains("future.json", "schema 99");
    assertThat(unreadable.get(2)).contains("nothing.json", "is no report");
    assertThat(unreadable.get(3)).contains("other.json", "is no report");
    assertThatThrownBy(() -> store.load("cut", new ArrayList<>())).hasMessageContaining("cut.json");
  }

  @Test
  void noReportAtAll() throws IOException {
    assertThat(store.list(new ArrayList<>())).isEmpty();
    assertThatThrownBy(() -> store.load("latest", new ArrayList<>()))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.load("nix", new ArrayList<>()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void reportsOfRestoresAreKeptAndReadBackBesideThoseOfDrills() throws IOException {
    KeptReport test = KeptReport.of(Restores.green());
    store.save(KeptReport.of(Reports.failed()));
    assertThat(new FileEvidence(folder).saveRestore(Restores.green()).path())
        .isEqualTo(folder.resolve(test.reportId() + ".json").toString());

    assertThat(store.load(test.reportId(), new ArrayList<>())).isEqualTo(test);
    assertThat(store.load("latest", new ArrayList<>())).isEqualTo(test);
    assertThat(store.list(new ArrayList<>()))
        .extracting(KeptReport::what)
        .containsExactly("RESTORE TEST", "BLACKHOLE");
    assertThat(read(test.reportId() + ".txt")).startsWith("RESTORE TEST GREEN");
    assertThat(read(test.reportId() + ".html")).contains(">GREEN</span>");
  }

  @Test
  void aNoteOfADrillIsCarriedToTheNextRestoreOfItsGroup() throws IOException {
    KeptReport drill = KeptReport.of(Reports.failed());
    store.save(drill);
    store.note(drill, "call earlier", "ops", Instant.parse("2026-11-24T10:00:00Z"));
    KeptReport test = KeptReport.of(Restores.green());
    store.save(test);
    assertThat(read(test.reportId() + ".html")).contains("call earlier");
    store.note(test, "a smaller base", "ops", Instant.parse("2026-11-25T10:00:00Z"));
    assertThat(read(test.reportId() + ".txt")).contains("note 2, open: a smaller base");
  }

  @Test
  void aReportOfAKindThatCameLaterIsNamed() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("later.json"),
        "{\"schema\":1,\"kind\":\"MOVE\",\"reportId\":\"later\",\"verdict\":\"DONE\","
            + "\"startedAt\":\"2030\"}");
    List<String> unreadable = new ArrayList<>();
    assertThat(store.list(unreadable)).isEmpty();
    assertThat(unreadable)
        .singleElement()
        .asString()
        .contains("later.json", "report of MOVE", "reads RESTORE, RESTORE_TEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escape", "a/b", "", ".hidden", "a b", "a\u0000"})
  void anIdNeverLeadsOutOfTheFolder(String id) {
    DrillReport report = Reports.report(id, "2026-11-23T10:00:00Z", "PASSED");
    assertThatThrownBy(() -> store.save(KeptReport.of(report)))
        .isInstanceOf(InvalidReportIdException.class);
    assertThatThrownBy(() -> store.load(id, new ArrayList<>()))
        .isInstanceOf(InvalidReportIdException.class);
    assertThat(home).isEmptyDirectory();
    assertThatThrownBy(() -> new FileEvidence(folder).save(report))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
              assertThat(f.isNonRetryable()).isTrue();
            });
  }

  @Test
  void aFolderThatCanNotBeMadeIsRetriedAndSaysWhy() throws IOException {
    Files.writeString(folder, "a file where the folder should be");
    assertThatThrownBy(() -> new FileEvidence(folder).save(Reports.failed()))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(FailureTypes.NOT_READY);
              assertThat(f.isNonRetryable()).isFalse();
              assertThat(f.getOriginalMessage()).contains("is there and is no folder");
            });
  }
}
