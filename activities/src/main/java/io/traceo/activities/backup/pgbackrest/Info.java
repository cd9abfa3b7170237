package io.traceo.activities.backup.pgbackrest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code info --output=json} says of one stanza. Other fields are left alone: newer versions
 * add some.
 */
record Info(
    String name,
    @Nullable String cipher,
    List<Archive> archive,
    List<Backup> backup,
    List<Database> db,
    List<Repo> repo,
    Status status) {
  // Its names have hyphens: system-id. With a wrong pass it quotes decrypted noise as it is.
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  Info {
    archive = archive == null ? List.of() : List.copyOf(archive);
    backup = backup == null ? List.of() : List.copyOf(backup);
    db = db == null ? List.of() : List.copyOf(db);
    repo = repo == null ? List.of() : List.copyOf(repo);
  }

  /** Empty when the answer has no stanza at all. */
  static Optional<Info> of(String json) throws JsonProcessingException {
    List<Info> all = MAPPER.readValue(json, new TypeReference<>() {});
    return all.stream().findFirst();
  }

  /** Newest first. */
  List<Backup> newestFirst() {
    return backup.stream()
        .sorted(Comparator.comparing((Backup b) -> b.timestamp().stop()).reversed())
        .toList();
  }

  /** A backup by pgBackRest's label, or by the id under which it was asked for. */
  Optional<Backup> find(String id) {
    return newestFirst().stream()
        .filter(b -> b.label().equals(id) || id.equals(b.annotation().get(Backup.ID)))
        .findFirst();
  }

  /** The database cluster that the stanza is for today. */
  Optional<Database> database() {
    return db.stream().max(Comparator.comparing(Database::id));
  }

  Optional<Database> database(long id) {
    return db.stream().filter(d -> d.id() == id).findFirst();
  }

  /** Today's archive. */
  Optional<Archive> newestArchive() {
    return archive.stream()
        .filter(a -> a.max() != null)
        .max(Comparator.comparing(a -> a.database().id()));
  }

  /**
   * @param id for example {@code 15-1}: version and number of the cluster
   * @param max name of the newest segment, null when there is none
   */
  record Archive(String id, Ref database, @Nullable String min, @Nullable String max) {}

  record Ref(long id) {}

  /**
   * @param error pages with wrong checksums were found when it was taken
   * @param annotation what was said when it was taken
   */
  record Backup(
      String label,
      String type,
      boolean error,
      Ref database,
      Map<String, String> annotation,
      Needed archive,
      Program backrest,
      Sizes info,
      @Nullable Positions lsn,
      Times timestamp) {
    static final String ID = "traceo-id";
    static final String LEADER = "traceo-leader";

    Backup {
      annotation = annotation == null ? Map.of() : Map.copyOf(annotation);
    }
  }

  /** First and last segment that a backup needs. */
  record Needed(@Nullable String start, @Nullable String stop) {}

  record Program(String version) {}

  /** Bytes of the database, and in the repository. */
  record Sizes(long size, Stored repository) {}

  /** Bytes of the backup with what it refers to, 0 when it does not say. */
  record Stored(long size, long delta) {}

  record Positions(String start, String stop) {}

  /** Seconds of the epoch. */
  record Times(long start, long stop) {}

  record Database(long id, String systemId, String version) {}

  record Repo(int key, @Nullable String cipher, Status status) {}

  /** Code 0 is well, 2 means that there is no backup yet. */
  record Status(int code, String message) {}
}
