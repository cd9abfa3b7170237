package io.traceo.activities.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database member says of itself.
 *
 * @param standby whether it is in recovery
 * @param streaming whether it receives from somebody now; standbys only
 * @param replay {@code not paused}, or in what state its replay is held; standbys only
 * @param applyDelayMillis how long it waits on purpose before it replays
 * @param limits settings that a standby must not have below its leader's, by name
 * @param logicalSlots slots for logical decoding that are not copied to standbys
 * @param preparedTransactions transactions prepared and not finished
 * @param streams who receives from it
 */
record MemberFacts(
    String region,
    boolean standby,
    boolean streaming,
    String replay,
    long applyDelayMillis,
    Map<String, Integer> limits,
    List<String> logicalSlots,
    int preparedTransactions,
    List<Stream> streams) {
  MemberFacts {
    limits = new TreeMap<>(limits);
    logicalSlots = List.copyOf(logicalSlots);
    streams = List.copyOf(streams);
  }

  /**
   * One receiver as the sender sees it.
   *
   * @param to region, by application name
   * @param state {@code streaming} when all is well
   * @param sync {@code quorum} for a member of the synchronous set
   * @param behindBytes from the newest written to what it has replayed
   * @param lagMillis until what was written is replayed; 0 when nothing is written
   * @param silentMillis since it last answered
   */
  record Stream(
      String to, String state, String sync, long behindBytes, long lagMillis, long silentMillis) {}
}
