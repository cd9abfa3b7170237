package io.traceo.activities.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Short forms of JDBC. */
final class Sql {
  private Sql() {}

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static @Nullable String text(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    String text = text(connection, sql);
    return text == null ? 0 : new java.math.BigDecimal(text).longValue();
  }

  /** A setting by {@code ALTER SYSTEM}; the value is quoted here. */
  static String set(String name, String value) {
    return "ALTER SYSTEM SET " + name + " = '" + value.replace("'", "''") + "'";
  }

  /** A condition on a server, asked in steps until it holds or the patience is over. */
  static boolean until(long patienceMillis, long stepMillis, Condition condition)
      throws SQLException {
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    while (!condition.holds()) {
      if (System.nanoTime() > deadline || !sleep(stepMillis, () -> true)) {
        return false;
      }
    }
    return true;
  }

  interface Condition {
    boolean holds() throws SQLException;
  }

  private static boolean sleep(long millis, BooleanSupplier then) {
    try {
      Thread.sleep(millis);
      return then.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
