package io.traceo.starters.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what: a JSON object a line, only ever appended, on the disk before the caller hears
 * of it. Lines that come together are flushed together. When the file was moved away, a new one is
 * begun.
 */
final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Path file;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "audit"));
  private final List<Waiting> waiting = new ArrayList<>();
  private FileChannel channel;

  /**
   * @throws InvalidApiConfigException when it can't be written
   */
  AuditLog(Path file) {
    this.file = file;
    try {
      this.channel = open(file);
    } catch (IOException e) {
      throw new InvalidApiConfigException(
          file.toString(), List.of("the audit log can't be written: " + e.getMessage()));
    }
  }

  /** Done once the line is on the disk; fails when it can't be put there. */
  CompletableFuture<Void> append(Entry entry) {
    Waiting mine = new Waiting(line(entry), new CompletableFuture<>());
    boolean first;
    synchronized (waiting) {
      waiting.add(mine);
      first = waiting.size() == 1;
    }
    if (first) {
      writer.execute(this::write);
    }
    return mine.done();
  }

  private void write() {
    List<Waiting> together;
    synchronized (waiting) {
      together = List.copyOf(waiting);
      waiting.clear();
    }
    try {
      if (!Files.exists(file)) {
        channel.close();
        channel = open(file);
      }
      StringBuilder lines = new StringBuilder();
      together.forEach(w -> lines.append(w.line()));
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
      together.forEach(w -> w.done().complete(null));
    } catch (IOException e) {
      LOG.error("the audit log {} can't be written", file, e);
      together.forEach(w -> w.done().completeExceptionally(e));
    }
  }

  private static String line(Entry entry) {
    try {
      return Answer.MAPPER.writeValueAsString(entry) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.error("the audit log {} does not come to an end", file);
      }
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("the audit log {} can't be closed", file, e);
    }
  }

  private record Waiting(String line, CompletableFuture<Void> done) {}

  /**
   * One line.
   *
   * @param at when
   * @param from address that asked
   * @param user who, null when nobody proved it
   * @param by what proved it
   * @param what method and path of the route
   * @param group replication group
   * @param run workflow id
   * @param result {@code ASKED} before it is tried, then {@code DONE}, {@code REFUSED} or {@code
   *     FAILED}
   * @param status of the answer; null while there is none
   * @param reason that was given
   * @param detail what came of it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String at,
      String from,
      @Nullable String user,
      @Nullable String by,
      String what,
      @Nullable String group,
      @Nullable String run,
      String result,
      @Nullable Integer status,
      @Nullable String reason,
      @Nullable String detail) {}
}
