package io.traceo.activities.backup.pgbackrest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.pgbackrest.Program.Result;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the repository of a stanza holds, asked through the program. Changes nothing. */
final class Repository {
  private static final int NO_BACKUP_YET = 2;

  private final Program program;
  private final Progress progress;

  /** Asks without telling anybody how far it is. */
  Repository(Program program) {
    this(program, Progress.NONE);
  }

  /**
   * @param progress told several times a second while the program is asked; what it throws ends it
   */
  Repository(Program program, Progress progress) {
    this.program = program;
    this.progress = progress;
  }

  Program program() {
    return program;
  }

  /**
   * Backups and archive of the stanza.
   *
   * @throws io.temporal.failure.ApplicationFailure when the stanza is not there, or the repository
   *     can't be read
   */
  Info info() {
    Result result = program.need(List.of("info", "--output=json"), Program.QUESTION, progress);
    Info info;
    try {
      info = Info.of(result.output()).orElse(null);
    } catch (JsonProcessingException e) {
      // The answer itself says what is wrong, whatever noise of a wrong pass is in it.
      throw ProgramFailures.translate(
          program.access(), "pgBackRest info", result.exit(), result.output());
    }
    if (info == null || info.status().code() == 1 || info.status().code() == 3) {
      String stanza = program.access().stanza();
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "the repository has no stanza "
              + stanza
              + "; check its path in "
              + program.access().config()
              + ", or run stanza-create");
    }
    // The program ends well whatever the repository was like; that is said inside.
    for (Info.Repo repo : info.repo()) {
      int code = repo.status().code();
      if (code != 0 && code != NO_BACKUP_YET) {
        throw ProgramFailures.translate(
            program.access(),
            "pgBackRest info, repository " + repo.key(),
            code,
            repo.status().message());
      }
    }
    return info;
  }

  /** Names and times (seconds of the epoch) of files in one folder of the archive. */
  Map<String, Long> archived(String archiveId, String folder, String filter) {
    String path = "archive/" + program.access().stanza() + "/" + archiveId;
    Result result =
        program.need(
            List.of(
                "repo-ls",
                folder.isEmpty() ? path : path + "/" + folder,
                "--output=json",
                "--filter=" + filter),
            Program.QUESTION,
            progress);
    Map<String, Long> found = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> file :
          JsonMapper.builder().build().readTree(result.output()).properties()) {
        if ("file".equals(file.getValue().path("type").asText())) {
          found.put(file.getKey(), file.getValue().path("time").asLong());
        }
      }
    } catch (JsonProcessingException e) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "pgBackRest repo-ls: its answer can't be read: " + e.getOriginalMessage(),
          e);
    }
    return found;
  }

  /** A small file of the archive, decrypted; not for compressed ones. */
  String text(String archiveId, String name) {
    String path = "archive/" + program.access().stanza() + "/" + archiveId + "/" + name;
    return program.need(List.of("repo-get", path), Program.QUESTION, progress).output();
  }

  /** When the newest segment of the archive was stored, in seconds of the epoch. */
  Optional<Long> storedAt(Info.Archive archive) {
    String name = archive.max();
    return name == null
        ? Optional.empty()
        : archived(archive.id(), name.substring(0, 16), "^" + name + "-").values().stream()
            .findFirst();
  }
}
