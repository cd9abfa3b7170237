package io.traceo.starters.api;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens by their hashes. The file is read again when it has changed; one that can't be read
 * then leaves the last good one in force, and is said in the log.
 */
final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final long LOOK_AGAIN_MS = 1000;

  private final Path file;
  private final Clock clock;
  private List<Entry> entries;
  private Stamp stamp;
  private long lookedAt;

  /**
   * @throws InvalidApiConfigException when it can't be used
   */
  TokenFile(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.stamp = Stamp.of(file);
    this.entries = read(file);
    this.lookedAt = clock.millis();
  }

  /**
   * Whose token it is; null when nobody's. Every hash is compared, so that the time it takes says
   * nothing.
   *
   * @throws ProblemException when it has expired
   */
  @Nullable Caller caller(String token) {
    byte[] given = sha256(token);
    Entry found = null;
    for (Entry entry : current()) {
      if (MessageDigest.isEqual(given, HexFormat.of().parseHex(entry.sha256()))) {
        found = entry;
      }
    }
    if (found == null) {
      return null;
    }
    if (!clock.instant().isBefore(found.expires())) {
      throw ProblemException.of(
          ProblemException.Kind.UNAUTHENTICATED,
          "the token of " + found.name() + " expired at " + found.expires() + "; get a new one");
    }
    return new Caller(found.name(), "token", found.roles());
  }

  private synchronized List<Entry> current() {
    if (clock.millis() - lookedAt >= LOOK_AGAIN_MS || clock.millis() < lookedAt) {
      lookedAt = clock.millis();
      Stamp now = Stamp.of(file);
      if (!now.equals(stamp)) {
        stamp = now;
        try {
          entries = read(file);
          LOG.info("{} was read again: {} tokens", file, entries.size());
        } catch (InvalidApiConfigException e) {
          LOG.error("the tokens stay as they were: {}", e.getMessage());
        }
      }
    }
    return entries;
  }

  private static List<Entry> read(Path file) {
    try {
      Tokens tokens = ApiConfigFile.mapper().readValue(file.toFile(), Tokens.class);
      List<String> problems = tokens == null ? List.of("it is empty") : problems(tokens.tokens());
      if (!problems.isEmpty()) {
        throw new InvalidApiConfigException(file.toString(), problems);
      }
      return tokens.tokens();
    } catch (JacksonException e) {
      throw new InvalidApiConfigException(file.toString(), List.of(ApiConfigFile.inWords(e)));
    } catch (IOException e) {
      throw new InvalidApiConfigException(
          file.toString(), List.of("can't be read: " + e.getMessage()));
    }
  }

  private static List<String> problems(List<Entry> entries) {
    List<String> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (Entry entry : entries) {
      String name = entry.name() == null || entry.name().isBlank() ? "a token" : entry.name();
      if (entry.name() == null || entry.name().isBlank() || !names.add(entry.name())) {
        problems.add(name + ": field \"name\" is missing, or another has the same");
      }
      if (entry.sha256() == null || !HASH.matcher(entry.sha256()).matches()) {
        problems.add(
            name
                + ": sha256 is 64 hexadecimal digits, of: printf %s TOKEN | sha256sum;"
                + " the token itself does not belong here");
      } else if (!hashes.add(entry.sha256())) {
        problems.add(name + ": another has the same token");
      }
      if (entry.roles().isEmpty()) {
        problems.add(name + ": roles are some of viewer, operator, approver, alerts");
      }
      if (entry.expires() == null) {
        problems.add(name + ": field \"expires\" is missing, as 2027-06-30T00:00:00Z");
      }
    }
    return problems;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file's top. */
  record Tokens(List<Entry> tokens) {
    Tokens {
      tokens = tokens == null ? List.of() : List.copyOf(tokens);
    }
  }

  /**
   * One token.
   *
   * @param name of the user, or of the program
   * @param sha256 of the token, in hexadecimal
   * @param expires no longer counts from then on
   */
  record Entry(String name, Set<Role> roles, String sha256, Instant expires) {
    Entry {
      roles = roles == null ? Set.of() : Set.copyOf(roles);
    }
  }

  /** What changes when a file does: it may be replaced by one of the same length. */
  private record Stamp(@Nullable FileTime modified, long size, @Nullable Object key) {
    static Stamp of(Path file) {
      try {
        var attributes =
            Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return new Stamp(null, -1, null);
      }
    }
  }
}
