package io.traceo.workflows.restore;

import java.util.List;

/**
 * What a backup says of itself; stands beside its pieces and is written last.
 *
 * @param schema version of this format
 * @param id of the backup: its start time and a random part
 * @param systemIdentifier of the database cluster; a restore refuses another one's
 * @param leader region that it was taken from
 * @param place region whose store has it
 * @param startPosition log is needed from here
 * @param stopPosition log is needed up to here at least: before, the copy is not consistent
 * @param timeline of both positions
 * @param databaseBytes of files
 * @param storedBytes of pieces in the store
 * @param keyId names the key, never the key
 * @param keyCheck tells a wrong key from a damaged piece: a keyed hash of a fixed text
 * @param versions of the server and of the program that made it
 * @param pieces in the order of the stream that they are cut from
 * @param startedAtMillis by the leader's clock
 * @param stoppedAtMillis by the leader's clock; the earliest time that it can be restored to
 * @param provider that made it: {@code native} or {@code pgbackrest}
 */
public record BackupManifest(
    int schema,
    String id,
    String group,
    String systemIdentifier,
    String leader,
    String place,
    long startPosition,
    long stopPosition,
    int timeline,
    long databaseBytes,
    long storedBytes,
    String keyId,
    String keyCheck,
    List<String> versions,
    List<Piece> pieces,
    long startedAtMillis,
    long stoppedAtMillis,
    String provider) {
  /** The format written today. */
  public static final int SCHEMA = 1;

  public BackupManifest {
    versions = versions == null ? List.of() : List.copyOf(versions);
    pieces = pieces == null ? List.of() : List.copyOf(pieces);
  }

  /** Without its pieces, which may be thousands: for payloads and lists. */
  public BackupManifest summary() {
    return new BackupManifest(
        schema,
        id,
        group,
        systemIdentifier,
        leader,
        place,
        startPosition,
        stopPosition,
        timeline,
        databaseBytes,
        storedBytes,
        keyId,
        keyCheck,
        versions,
        List.of(),
        startedAtMillis,
        stoppedAtMillis,
        provider);
  }

  /**
   * One object of a backup.
   *
   * @param name in the store
   * @param bytes as stored
   * @param sha256 of what is stored, in hex
   */
  public record Piece(String name, long bytes, String sha256) {}
}
