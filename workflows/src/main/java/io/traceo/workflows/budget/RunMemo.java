package io.traceo.workflows.budget;

import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who began a run and why, where the Web UI shows it: one that was typed there has no memo of its
 * own.
 */
public final class RunMemo {
  private RunMemo() {}

  /** Keeps what is known; in the run's first task. */
  public static void tell(@Nullable String startedBy, @Nullable String reason) {
    Map<String, Object> memo = new TreeMap<>();
    put(memo, "startedBy", startedBy);
    put(memo, "reason", reason);
    if (!memo.isEmpty()) {
      Workflow.upsertMemo(memo);
    }
  }

  private static void put(Map<String, Object> memo, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      memo.put(key, value);
    }
  }
}
