package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.WalName;
import io.traceo.activities.place.Endpoint;
import io.traceo.workflows.restore.RestoreTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a restored server. Nothing of the leader's is in force: not its upstream,
 * not its synchronous set, not its archiving, not who may log in, no library it preloaded, no
 * subscription.
 */
final class RestoredSettings {
  /** What {@code ALTER SYSTEM} had left on the leader: a member gets it back at a take-over. */
  static final String LEADERS_OWN = "leader.auto.conf";

  private static final String AUTO = "postgresql.auto.conf";
  private static final String EPOCH = "traceo.epoch";

  private final RestoredFolder folder;
  private final String group;
  private final Endpoint endpoint;
  private final RestoredCredential credential;

  RestoredSettings(
      RestoredFolder folder, String group, Endpoint endpoint, RestoredCredential credential) {
    this.folder = folder;
    this.group = group;
    this.endpoint = endpoint;
    this.credential = credential;
  }

  /** Once, after the base was unpacked. */
  void isolate() throws IOException {
    Path auto = folder.data().resolve(AUTO);
    Path kept = folder.file(LEADERS_OWN);
    if (!Files.exists(kept)) {
      if (Files.exists(auto)) {
        Files.move(auto, kept, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.writeString(kept, "");
      }
    }
    // What else is in there would be stronger than the configuration file.
    StringBuilder epoch = new StringBuilder();
    for (String line : Files.readAllLines(kept)) {
      if (line.strip().startsWith(EPOCH)) {
        epoch.append(line).append('\n');
      }
    }
    Files.writeString(auto, epoch);
    folder.user().own(auto);
    credential.make();
    folder.write("pg_hba.conf", bytes(credential.hba()));
    folder.write("pg_ident.conf", new byte[0]);
  }

  /**
   * Before each start.
   *
   * @param target where recovery pauses; null for none
   * @param restoreCommand null for none: all log is in {@code pg_wal}
   */
  void write(@Nullable RestoreTarget target, @Nullable Path restoreCommand, ServerLimits limits)
      throws IOException {
    String text =
        String.join(
            "\n",
            "listen_addresses = '" + endpoint.host() + "'",
            "port = " + endpoint.port(),
            "unix_socket_directories = ''",
            "hba_file = '" + folder.file("pg_hba.conf") + "'",
            "ident_file = '" + folder.file("pg_ident.conf") + "'",
            "cluster_name = 'restored-" + group + "'",
            "primary_conninfo = ''",
            "primary_slot_name = ''",
            "synchronous_standby_names = ''",
            "archive_mode = off",
            "archive_command = ''",
            "archive_library = ''",
            "archive_cleanup_command = ''",
            "recovery_end_command = ''",
            "shared_preload_libraries = ''",
            "session_preload_libraries = ''",
            "max_logical_replication_workers = 0",
            "hot_standby = on",
            "wal_level = replica",
            "fsync = on",
            "shared_buffers = 128MB",
            "max_wal_size = 1GB",
            "wal_retrieve_retry_interval = 20ms",
            "recovery_target_timeline = 'latest'",
            "recovery_target_action = 'pause'",
            "default_transaction_read_only = off",
            "log_min_messages = warning",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "");
    text += limits.settings() + credential.settings() + target(target);
    if (restoreCommand != null) {
      text += "restore_command = '/bin/sh \"" + restoreCommand + "\" \"%f\" \"%p\"'\n";
    }
    folder.write("postgresql.conf", bytes(text));
  }

  private static String target(@Nullable RestoreTarget target) {
    if (target == null) {
      return "";
    }
    return switch (target.kind()) {
      case LATEST -> "";
      case BACKUP -> "recovery_target = 'immediate'\n";
      case TIME ->
          "recovery_target_time = '"
              + time(target.atMillis() == null ? 0 : target.atMillis())
              + "'\n";
      // Up to this byte, so that the record that begins there is not applied.
      case POSITION ->
          "recovery_target_lsn = '"
              + WalName.position(target.position() == null ? 0 : target.position())
              + "'\nrecovery_target_inclusive = off\n";
    };
  }

  private static String time(long millis) throws DateTimeParseException {
    return Instant.ofEpochMilli(millis).toString().replace('T', ' ').replace("Z", "+00");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
