package io.traceo.lab.failure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the cases, one line of JSON each, kept so that a suite that was interrupted goes
 * on. Results of another build count for nothing.
 *
 * @param file where they are kept
 * @param build what is tested
 */
record Results(Path file, String build) {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  /**
   * One case's.
   *
   * @param cause why it failed, null when it passed
   * @param acknowledged writes, 0 in cases without writers
   * @param firstWriteMs on the new leader after the fault
   */
  record Result(
      String build,
      String name,
      boolean passed,
      long seconds,
      long acknowledged,
      long lost,
      long doubleLeader,
      @Nullable Long firstWriteMs,
      @Nullable String cause) {}

  void add(Result result) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        MAPPER.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The last result of each case of this build, by name. */
  Map<String, Result> known() throws IOException {
    Map<String, Result> known = new TreeMap<>();
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      for (String line : lines) {
        Result result = MAPPER.readValue(line, Result.class);
        if (result.build().equals(build)) {
          known.put(result.name(), result);
        }
      }
    }
    return known;
  }
}
