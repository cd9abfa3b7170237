package io.traceo.starters.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something to drill in when nothing is configured; found by ServiceLoader. */
public interface EnvironmentProvider {
  /** The one that is up. */
  Optional<Environment> running();

  /**
   * Brings one up.
   *
   * @param group that it has to run
   * @param progress a line for people at a time
   * @throws IllegalStateException saying what is in the way and what to do
   */
  Environment bringUp(String group, Consumer<String> progress);

  /**
   * How each control place of the one that is up reaches everything; an isolated group is
   * controlled from a place of its own. Empty when none is up.
   */
  default List<Path> placeConfigs() {
    return List.of();
  }

  /** Where Temporal is. */
  interface Environment extends AutoCloseable {
    /** Host and port. */
    String address();

    /** Temporal namespace of every group that it runs, by group. */
    Map<String, String> namespaces();

    /** Address of the Web UI, null when there is none. */
    @Nullable String ui();

    /** What it is, for people. */
    String describe();

    /** Brings it down when it was brought up here; else does nothing. */
    @Override
    void close();
  }
}
