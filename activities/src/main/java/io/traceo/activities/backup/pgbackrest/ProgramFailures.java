package io.traceo.activities.backup.pgbackrest;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.backup.pgbackrest.Program.Result;
import io.traceo.activities.place.PlaceConfig.PgBackRestAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates pgBackRest's exit codes and messages (as 2.45 has them; its {@code error.yaml} names
 * the codes) into failure types, each with what to do next.
 */
final class ProgramFailures {
  private static final int LONGEST = 600;

  // In this order: one code stands for what is wrong with a file and for a file that is wrong.
  private static final List<Meaning> MEANINGS =
      List.of(
          said(
              "is or was the repo encrypted|key/value found outside of section",
              FailureTypes.FORBIDDEN,
              "the repository was made with another cipher pass or type than CONFIG has"),
          said(
              "HostConnectError|unable to get address for",
              FailureTypes.UNREACHABLE,
              "the repository or the database's host can't be reached from here"),
          said(
              "missing file '[^']*/(backup|archive)\\.info'",
              FailureTypes.INVALID_REQUEST,
              "the repository has no stanza STANZA; check its path in CONFIG, or run stanza-create"),
          said(
              "missing file 'CONFIG'",
              FailureTypes.INVALID_REQUEST,
              "correct backup.pgbackrest.config of the place"),
          said(
              "Permission denied|\\[13\\]",
              FailureTypes.FORBIDDEN,
              "the user that PostgreSQL runs as needs access to it"),
          said(
              "\\[(Format|Crypto|Checksum)Error\\]",
              FailureTypes.CORRUPT,
              "a file in the repository is damaged; restore another backup and take a new one"),
          code(
              FailureTypes.CORRUPT,
              "a file in the repository is damaged or missing; restore another backup and take a"
                  + " new one",
              26,
              28,
              29,
              55,
              95),
          code(
              FailureTypes.INVALID_REQUEST,
              "check the options of stanza STANZA in CONFIG",
              27,
              31,
              32,
              37,
              72),
          code(
              FailureTypes.CONFLICT,
              "the folder is in use or not empty; nothing was written into it",
              38,
              40),
          code(
              FailureTypes.CONFLICT,
              "the repository belongs to another database cluster; run stanza-upgrade only if that"
                  + " is what you want",
              44,
              51,
              58),
          code(FailureTypes.CONFLICT, "somebody else writes into this archive", 45),
          code(
              FailureTypes.UNREACHABLE,
              "the database or the repository did not answer; it is tried again",
              49,
              56,
              57,
              101,
              103),
          code(
              FailureTypes.NOT_READY,
              "another run of the program works on this stanza; it is tried again",
              50),
          code(FailureTypes.REFUSED, "the stanza was stopped; run: pgbackrest start", 62),
          code(
              FailureTypes.NOT_READY,
              "there may be no space left; free some, it is tried again",
              47,
              52,
              54,
              64),
          code(
              FailureTypes.INVALID_REQUEST,
              "list the backups and choose one of them, or a later time",
              75),
          code(
              FailureTypes.NOT_READY,
              "archive_command did not bring the log in time; see pg_stat_archiver and the"
                  + " server's log",
              82),
          code(
              FailureTypes.INVALID_REQUEST,
              "set archive_mode=on on the leader, and an archive_command that calls pgBackRest",
              68,
              87),
          code(FailureTypes.FORBIDDEN, "the repository refuses the credentials in CONFIG", 105));

  private ProgramFailures() {}

  static ApplicationFailure translate(PgBackRestAccess access, Result result) {
    return translate(access, "pgBackRest " + result.command(), result.exit(), words(result));
  }

  /** As {@link #translate(PgBackRestAccess, Result)} for what an answer says of a repository. */
  static ApplicationFailure translate(
      PgBackRestAccess access, String what, int exit, String words) {
    for (Meaning meaning : MEANINGS) {
      if (meaning.fits(access, exit, words)) {
        return Failures.of(
            meaning.type(),
            what
                + " (exit "
                + exit
                + "): "
                + plain(words)
                + "; "
                + meaning
                    .next()
                    .replace("CONFIG", access.config())
                    .replace("STANZA", access.stanza()));
      }
    }
    return Failures.of(
        FailureTypes.NOT_READY,
        what + " (exit " + exit + "): " + plain(words) + "; see its log, it is tried again");
  }

  private static String words(Result result) {
    return result.errors().isBlank() ? result.output() : result.errors();
  }

  /** On one line, short, and without the noise that a wrong pass makes of an encrypted file. */
  static String plain(String words) {
    String line =
        words
            .lines()
            .map(String::strip)
            .filter(part -> !part.contains("key/value found outside") && !part.isEmpty())
            .distinct()
            .reduce("", (all, part) -> all.isEmpty() ? part : all + " | " + part)
            .replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
  }

  private static Meaning said(String pattern, String type, String next) {
    return new Meaning(pattern, Set.of(), type, next);
  }

  private static Meaning code(String type, String next, Integer... codes) {
    return new Meaning(null, Set.of(codes), type, next);
  }

  /** What an outcome means. Compares words when it has a pattern, else exit codes. */
  private record Meaning(@Nullable String pattern, Set<Integer> codes, String type, String next) {
    boolean fits(PgBackRestAccess access, int exit, String words) {
      return pattern == null
          ? codes.contains(exit)
          : Pattern.compile(pattern.replace("CONFIG", Pattern.quote(access.config())))
              .matcher(words)
              .find();
    }
  }
}
