package io.traceo.activities.backup.store;

import io.traceo.activities.Counterparts;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** An object store of its own on a loopback port that is free; ends with the tests. */
public final class Moto implements AutoCloseable {
  private static final String RUNNING = "Running on ";
  private static final String VERSION = "5.2.5";

  private final Process server;
  private final String endpoint;
  private final Path key;

  private Moto(Process server, String endpoint, Path key) {
    this.server = server;
    this.endpoint = endpoint;
    this.key = key;
  }

  /** Empty where it was not prepared, which is said; an error where it was and is not found. */
  public static Optional<Moto> start() {
    Path program = program();
    if (!Files.isExecutable(program)) {
      Counterparts.lacks("moto");
      return Optional.empty();
    }
    try {
      Path key = Files.createTempFile("traceo", ".key");
      Files.writeString(key, "testing");
      Process server =
          new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
              .redirectErrorStream(true)
              .start();
      // Whatever ends the tests ends the server.
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
      return Optional.of(new Moto(server, endpoint(server), key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return root.resolve("traceo/moto-" + VERSION + "/bin/moto_server");
  }

  /** The server says which port it took. */
  private static String endpoint(Process server) throws IOException {
    BufferedReader output = server.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      int at = line.indexOf(RUNNING);
      if (at >= 0) {
        Thread drain = new Thread(() -> output.lines().forEach(unused -> {}));
        drain.setDaemon(true);
        drain.start();
        return line.substring(at + RUNNING.length()).strip();
      }
    }
    throw new IOException("moto did not start: " + said);
  }

  /** URL of it. */
  public String endpoint() {
    return endpoint;
  }

  /** The right keys to a bucket. */
  public StoreAccess access(String bucket, int lockDays) {
    return new StoreAccess(
        "s3", bucket, endpoint, "us-east-1", "file:" + key, "file:" + key, lockDays);
  }

  /** For what the store itself can't do. */
  S3Client client() {
    return S3Clients.of(access("any", 0), S3Clients.Patience.WORK);
  }

  /** A new bucket. */
  public String bucket(boolean lockable) {
    String name = "backups-" + UUID.randomUUID();
    try (S3Client client = client()) {
      client.createBucket(ask -> ask.bucket(name).objectLockEnabledForBucket(lockable));
    }
    return name;
  }

  /** A new bucket whose locks its owner may end. */
  public String governedBucket() {
    String name = bucket(true);
    try (S3Client client = client()) {
      client.putObjectLockConfiguration(
          ask ->
              ask.bucket(name)
                  .objectLockConfiguration(
                      lock ->
                          lock.objectLockEnabled("Enabled")
                              .rule(
                                  rule ->
                                      rule.defaultRetention(
                                          keep -> keep.mode("GOVERNANCE").days(1)))));
    }
    return name;
  }

  /** As if the days of every lock in a {@link #governedBucket} were over. */
  public void endLocks(String bucket) {
    try (S3Client client = client()) {
      for (ObjectVersion version :
          client.listObjectVersionsPaginator(ask -> ask.bucket(bucket)).versions()) {
        client.putObjectRetention(
            ask ->
                ask.bucket(bucket)
                    .key(version.key())
                    .versionId(version.versionId())
                    .bypassGovernanceRetention(true)
                    .retention(r -> r.mode("GOVERNANCE").retainUntilDate(Instant.EPOCH)));
      }
    }
  }

  /** After so many more requests, credentials are looked at. */
  public void checkCredentialsAfter(int requests) {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(endpoint + "/moto-api/reset-auth"))
                      .POST(HttpRequest.BodyPublishers.ofString(String.valueOf(requests)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("moto: " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.destroyForcibly().onExit().join();
    Files.delete(key);
  }
}
