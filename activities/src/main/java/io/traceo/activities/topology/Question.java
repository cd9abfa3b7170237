package io.traceo.activities.topology;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.SqlCommandType;

/** Whether SQL of an operator is one question, as the database's own driver splits statements. */
final class Question {
  private static final List<SqlCommandType> ASKS =
      List.of(SqlCommandType.SELECT, SqlCommandType.WITH);

  private Question() {}

  /** What is wrong with it, and what to do; empty when it can be asked. */
  static Optional<String> problem(String sql) {
    List<NativeQuery> statements;
    try {
      statements = Parser.parseJdbcSql(sql, true, false, true, false, true);
    } catch (SQLException e) {
      return Optional.of("can't be read as SQL: " + e.getMessage() + "; correct it");
    }
    if (statements.isEmpty()) {
      return Optional.of("has no statement; write one SELECT that answers true");
    }
    if (statements.size() > 1) {
      return Optional.of(
          "has "
              + statements.size()
              + " statements and one answer is looked at; make a check of each");
    }
    return ASKS.contains(statements.get(0).command.getType())
        ? Optional.empty()
        : Optional.of(
            "is no question: a restored server only answers; write one SELECT that answers true");
  }
}
