package io.traceo.activities.backup.store;

import static io.traceo.activities.backup.store.Backups.NOW;
import static io.traceo.activities.backup.store.Backups.backup;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.restore.BackupManifest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes and what stays. */
class RetentionRuleTest {
  private static final String LOG = "na/wal/00000001/0000000100000000000000";

  /** Four backups of days 0 to 3: how many of the oldest go. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 3",
    "2, 0, 2",
    "4, 0, 0",
    "9, 0, 0",
    "0, 0, 3",
    "-1, 0, 3",
    "1, 1, 2",
    "1, 2, 1",
    "1, 30, 0",
    "3, 1, 1",
  })
  void keepsTheNumberAndTheYoung(int keep, int keepForDays, int gone) {
    List<BackupManifest> four =
        IntStream.range(0, 4)
            // A minute younger than whole days: no backup is exactly as old as the limit.
            .mapToObj(n -> backup("b" + n, Duration.ofDays(n).minusMinutes(1), 10 - n))
            .toList();
    assertThat(RetentionRule.beyond(four, keep, Duration.ofDays(keepForDays), NOW))
        .isEqualTo(four.subList(4 - gone, 4));
  }

  @Test
  void keepsTheOnlyOneHoweverOld() {
    List<BackupManifest> one = List.of(backup("b", Duration.ofDays(900), 1));
    assertThat(RetentionRule.beyond(one, 0, Duration.ZERO, NOW)).isEmpty();
    assertThat(RetentionRule.beyond(List.of(), 1, Duration.ZERO, NOW)).isEmpty();
  }

  @Test
  void aTryWithoutAManifestGoesOnceItsLastPieceIsOld() {
    List<StoredObject> objects =
        List.of(
            object("na/base/old/t/00001", Duration.ofHours(60)),
            object("na/base/old/t/00002", Duration.ofHours(49)),
            object("na/base/running/t/00001", Duration.ofHours(60)),
            object("na/base/running/t/00002", Duration.ofHours(47)));
    assertThat(names(RetentionRule.brokenTries(objects, List.of(), NOW)))
        .containsExactly("na/base/old/t/00001", "na/base/old/t/00002");
  }

  @Test
  void aTryThatLostGoesAtOnceAndTheOneThatWonStays() {
    List<StoredObject> objects =
        List.of(
            object("na/base/b/good/00001", Duration.ofDays(9)),
            object("na/base/b/lost/00001", Duration.ZERO),
            object("na/base/b/manifest.json", Duration.ofDays(9)));
    BackupManifest good = backup("b", Duration.ofDays(9), 1);
    assertThat(names(RetentionRule.brokenTries(objects, List.of(good), NOW)))
        .containsExactly("na/base/b/lost/00001");
  }

  @Test
  void whatABrokenManifestMayNameStays() {
    List<StoredObject> objects =
        List.of(
            object("na/base/b/one/00001", Duration.ofDays(9)),
            object("na/base/b/manifest.json", Duration.ofDays(9)));
    assertThat(RetentionRule.brokenTries(objects, List.of(), NOW)).isEmpty();
  }

  @Test
  void whatNobodyHereHasMadeStays() {
    List<StoredObject> objects =
        List.of(
            object("na/base/README", Duration.ofDays(9)),
            object("na/base/b/t/notes.txt", Duration.ofDays(9)),
            object("na/base/b/t/deeper/00001", Duration.ofDays(9)));
    assertThat(RetentionRule.brokenTries(objects, List.of(), NOW)).isEmpty();
  }

  @Test
  void theLogGoesUpToTheOldestKeptStart() {
    List<StoredObject> objects =
        log(LOG + "07", LOG + "05", LOG + "06", LOG + "04.partial", LOG + "08.partial");
    List<BackupManifest> kept =
        List.of(backup("new", Duration.ZERO, 9), backup("old", Duration.ofDays(1), 7));
    assertThat(names(RetentionRule.oldLog(objects, kept)))
        .containsExactly(LOG + "04.partial", LOG + "05", LOG + "06");
  }

  @Test
  void theLogOfEveryOlderTimelineGoesToo() {
    List<StoredObject> objects =
        log(
            "na/wal/00000001/000000010000000000000003",
            "na/wal/00000002/000000020000000000000004",
            "na/wal/00000002/000000020000000100000000",
            "na/wal/00000003/000000030000000000000004");
    List<BackupManifest> kept = List.of(backup("b", Duration.ZERO, 256, 2, Keys.OURS));
    assertThat(names(RetentionRule.oldLog(objects, kept)))
        .containsExactly(
            "na/wal/00000001/000000010000000000000003", "na/wal/00000002/000000020000000000000004");
  }

  @Test
  void historiesAndTheStateStay() {
    List<StoredObject> objects =
        log("na/wal/00000002.history", "na/wal/state.json", "na/wal/00000001/other");
    assertThat(RetentionRule.oldLog(objects, List.of(backup("b", Duration.ZERO, 999)))).isEmpty();
  }

  @Test
  void withoutABackupTheLogStays() {
    assertThat(RetentionRule.oldLog(log(LOG + "01"), List.of())).isEmpty();
  }

  private static List<StoredObject> log(String... names) {
    return Arrays.stream(names).map(name -> object(name, Duration.ofDays(30))).toList();
  }

  private static StoredObject object(String name, Duration age) {
    return new StoredObject(name, 1, NOW.minus(age).toEpochMilli());
  }

  private static List<String> names(List<StoredObject> objects) {
    return objects.stream().map(StoredObject::name).toList();
  }
}
