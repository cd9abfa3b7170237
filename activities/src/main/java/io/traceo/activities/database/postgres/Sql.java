package io.traceo.activities.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Short forms of JDBC. */
public final class Sql {
  private Sql() {}

  /** Executes one after the other. */
  public static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** First column of the first row; null when there is none. */
  public static @Nullable String text(Connection connection, String sql, String... arguments)
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

  /** First column of every row. */
  static List<String> column(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      List<String> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(rows.getString(1));
        }
      }
      return all;
    }
  }

  /** As {@link #text}, as a whole number; 0 when there is none. */
  public static long number(Connection connection, String sql) throws SQLException {
    String text = text(connection, sql);
    return text == null ? 0 : new java.math.BigDecimal(text).longValue();
  }

  /** A setting by {@code ALTER SYSTEM}; the value is quoted here. */
  public static String set(String name, String value) {
    return "ALTER SYSTEM SET " + name + " = '" + value.replace("'", "''") + "'";
  }

  /** A condition on a server, asked in steps until it holds or the patience is over. */
  public static boolean until(long patienceMillis, long stepMillis, Condition condition)
      throws SQLException {
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    while (!condition.holds()) {
      if (System.nanoTime() > deadline || !sleep(stepMillis, () -> true)) {
        return false;
      }
    }
    return true;
  }

  /** Something that can be asked again and again. */
  public interface Condition {
    /** Whether it is so now. */
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
