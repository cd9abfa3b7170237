package io.traceo.activities.backup.nativ;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A session that receives log, with the role that standbys stream with. Its password is in this
 * place's own password file, which PostgreSQL reads too (manual, "The Password File").
 */
final class ReplicationLogin {
  /** In no synchronous set, ever: it confirms what only the spool has. */
  static final String NAME = "traceo-archive";

  private ReplicationLogin() {}

  static Connection open(BackupPlace place, String leader) throws SQLException {
    DatabaseMember member = place.database(leader);
    DatabaseMember own = place.databases().getOrDefault(place.place(), member);
    Endpoint at = member.endpoint();
    Properties properties = new Properties();
    properties.setProperty("user", member.replicationUser());
    properties.setProperty(
        "password", password(Path.of(own.replicationPassfile()), at, member.replicationUser()));
    properties.setProperty("replication", "true");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "14");
    properties.setProperty("ApplicationName", NAME);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "4");
    properties.setProperty("tcpKeepAlive", "true");
    if (member.local() != null) {
      properties.setProperty("localSocketAddress", at.host());
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://" + at.host() + ":" + at.port() + "/", properties);
  }

  private static String password(Path file, Endpoint at, String user) {
    try {
      for (String line : Files.readAllLines(file)) {
        List<String> fields = fields(line);
        if (fields.size() == 5
            && matches(fields.get(0), at.host())
            && matches(fields.get(1), Integer.toString(at.port()))
            && matches(fields.get(2), "replication")
            && matches(fields.get(3), user)) {
          return fields.get(4);
        }
      }
    } catch (IOException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "cannot read the password file " + file, e);
    }
    throw Failures.of(
        FailureTypes.INVALID_REQUEST,
        "the password file " + file + " has no line for " + user + " at " + at);
  }

  private static boolean matches(String field, String value) {
    return field.equals("*") || field.equals(value);
  }

  /** Fields end at colons; a backslash takes the next letter as it is. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (letter == ':' && fields.size() < 4) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(letter);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
