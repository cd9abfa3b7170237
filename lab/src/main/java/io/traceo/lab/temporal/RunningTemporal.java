package io.traceo.lab.temporal;

import org.jspecify.annotations.Nullable;

/** A Temporal server that the lab runs. */
public interface RunningTemporal extends AutoCloseable {
  /** Where clients connect. */
  String address();

  /** Namespace of the lab. */
  String namespace();

  /** Address of the Web UI; null when the server has none. */
  @Nullable String ui();

  /** What it is, for the report. */
  String kind();

  /** Its process; null when it runs inside the lab's own. */
  @Nullable Long pid();

  /** Ends it at once, as an outage would. Not possible for one inside the lab's process. */
  void kill();

  /** Starts it again with the same data. */
  void restart();

  @Override
  void close();
}
