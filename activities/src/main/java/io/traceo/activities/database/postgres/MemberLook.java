package io.traceo.activities.database.postgres;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a member's state in one statement. */
public final class MemberLook {
  /** Bytes of the log: on a standby the greater of received and replayed. */
  public static final String POSITION =
      "(CASE WHEN pg_is_in_recovery()"
          + " THEN greatest(coalesce(pg_last_wal_receive_lsn(), '0/0'::pg_lsn),"
          + " coalesce(pg_last_wal_replay_lsn(), '0/0'::pg_lsn))"
          + " ELSE pg_current_wal_flush_lsn() END - '0/0'::pg_lsn)";

  /** Highest epoch: what is in force in this session, and what is written but not read yet. */
  public static final String EPOCH =
      "greatest(coalesce(nullif(current_setting('traceo.epoch', true), ''), '0')::bigint,"
          + " (SELECT nullif(setting, '')::bigint FROM pg_file_settings"
          + " WHERE name = 'traceo.epoch' ORDER BY seqno DESC LIMIT 1))";

  // pg_walfile_name does not work in recovery and the control file lags behind: the newest segment
  // on disk names the timeline that the standby has reached.
  public static final String TIMELINE =
      "(CASE WHEN pg_is_in_recovery()"
          + " THEN greatest((SELECT max(('x' || left(name, 8))::bit(32)::int)"
          + " FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'),"
          + " (SELECT max(received_tli) FROM pg_stat_wal_receiver))"
          + " ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END)";

  private static final String LOOK =
      "SELECT pg_is_in_recovery(), "
          + TIMELINE
          + ", "
          + POSITION
          + ", "
          + EPOCH
          + ", (SELECT system_identifier::text FROM pg_control_system()),"
          + " current_setting('synchronous_standby_names'),"
          + " (SELECT sender_host FROM pg_stat_wal_receiver WHERE status = 'streaming'),"
          + " (SELECT sender_port FROM pg_stat_wal_receiver WHERE status = 'streaming')";

  private static final Pattern QUORUM = Pattern.compile("ANY (\\d+) \\((.*)\\)");

  private MemberLook() {}

  /** What the member says of itself. */
  public static MemberState look(Member member, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LOOK)) {
      row.next();
      Matcher set = QUORUM.matcher(String.valueOf(row.getString(6)));
      boolean quorum = set.matches();
      String host = row.getString(7);
      return new MemberState(
          member.region(),
          true,
          row.getBoolean(1),
          row.getInt(2),
          row.getBigDecimal(3).longValue(),
          row.getLong(4),
          row.getString(5),
          host == null ? null : member.regionAt(host, row.getInt(8)),
          quorum ? names(set.group(2)) : List.of(),
          quorum ? Integer.parseInt(set.group(1)) : 0,
          null);
    }
  }

  private static List<String> names(String quoted) {
    List<String> names = new ArrayList<>();
    for (String name : quoted.split(",", -1)) {
      names.add(name.strip().replace("\"", ""));
    }
    return names;
  }

  /** The synchronous set {@code ANY k} of these regions; empty for none. */
  static String quorumOf(int quorum, List<String> regions) {
    if (regions.isEmpty() || quorum == 0) {
      return "";
    }
    return "ANY " + quorum + " (\"" + String.join("\",\"", regions) + "\")";
  }
}
