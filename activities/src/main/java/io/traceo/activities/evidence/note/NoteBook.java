package io.traceo.activities.evidence.note;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The notes of a folder of reports: {@code notes.jsonl}, one line for each that was added or
 * closed. Lines are only ever added, so that neither a report nor an earlier note is edited. Locked
 * while it is written; a line that a crash cut short was never confirmed and is dropped by the next
 * one.
 */
public final class NoteBook {
  private static final String NAME = "notes.jsonl";
  private static final int LONGEST = 1000;
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final Path file;

  /** Of this folder, which need not be there yet. */
  public NoteBook(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** One line; a closing one has no text. */
  private record Line(
      long id,
      @Nullable String report,
      @Nullable String group,
      @Nullable String text,
      boolean done,
      String by,
      String at) {}

  /** All notes, in the order in which they were added. */
  public List<Note> all() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return notes(Files.readString(file));
  }

  /**
   * Adds one, open.
   *
   * @throws InvalidNoteException when it says nothing, or more than fits
   */
  public Note add(Noted report, String text, String by, Instant at) throws IOException {
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    if (plain.isEmpty()) {
      throw new InvalidNoteException("a note says something");
    }
    if (plain.length() > LONGEST) {
      throw new InvalidNoteException(
          "a note has at most " + LONGEST + " letters, not " + plain.length());
    }
    String when = at.toString();
    try (FileChannel channel = open()) {
      long id = 1 + notes(content(channel)).stream().mapToLong(Note::id).max().orElse(0);
      append(channel, new Line(id, report.reportId(), report.group(), plain, false, by, when));
      return new Note(id, report.reportId(), report.group(), plain, by, when, null, null);
    }
  }

  /**
   * Closes one. One that is closed already stays as it is.
   *
   * @throws InvalidNoteException when there is none
   */
  public Note done(long id, String by, Instant at) throws IOException {
    try (FileChannel channel = open()) {
      Note note =
          notes(content(channel)).stream()
              .filter(n -> n.id() == id)
              .findFirst()
              .orElseThrow(() -> new InvalidNoteException("there is no note " + id));
      if (!note.open()) {
        return note;
      }
      Line line = new Line(id, null, null, null, true, by, at.toString());
      append(channel, line);
      return closed(note, line);
    }
  }

  /** Locked until it is closed. */
  private FileChannel open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static String content(FileChannel channel) throws IOException {
    channel.position(0);
    return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void append(FileChannel channel, Line line) throws IOException {
    String whole = content(channel);
    int kept =
        whole.substring(0, whole.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8).length;
    channel.truncate(kept);
    channel.position(kept);
    ByteBuffer bytes =
        ByteBuffer.wrap((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private List<Note> notes(String content) throws IOException {
    TreeMap<Long, Note> notes = new TreeMap<>();
    int number = 0;
    for (String text : content.substring(0, content.lastIndexOf('\n') + 1).lines().toList()) {
      number++;
      Line line = decode(text, number);
      Note known = notes.get(line.id());
      if (line.done() && known != null) {
        notes.put(line.id(), closed(known, line));
      } else if (!line.done()) {
        notes.put(
            line.id(),
            new Note(
                line.id(),
                String.valueOf(line.report()),
                String.valueOf(line.group()),
                String.valueOf(line.text()),
                line.by(),
                line.at(),
                null,
                null));
      }
    }
    return new ArrayList<>(notes.values());
  }

  private Line decode(String text, int number) throws IOException {
    try {
      return MAPPER.readValue(text, Line.class);
    } catch (IOException e) {
      throw new IOException(file + ", line " + number + ": is no note", e);
    }
  }

  private static Note closed(Note note, Line line) {
    return new Note(
        note.id(),
        note.reportId(),
        note.group(),
        note.text(),
        note.by(),
        note.at(),
        line.by(),
        line.at());
  }
}
