package io.traceo.lab.failure;

import io.traceo.lab.failure.Results.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The suite's last words. */
final class Summary {
  private static final int MOST = 300;

  private Summary() {}

  static List<String> of(Collection<Result> results, int asked) {
    long failed = results.stream().filter(r -> !r.passed()).count();
    List<String> lines = new ArrayList<>();
    lines.add("cases run                  " + results.size() + " of " + asked);
    lines.add("passed                     " + (results.size() - failed));
    lines.add("failed                     " + failed);
    lines.add(
        "acknowledged writes        " + results.stream().mapToLong(Result::acknowledged).sum());
    lines.add("lost acknowledged writes   " + results.stream().mapToLong(Result::lost).sum());
    lines.add(
        "double leaders             " + results.stream().mapToLong(Result::doubleLeader).sum());
    lines.add("seconds                    " + results.stream().mapToLong(Result::seconds).sum());
    results.stream()
        .filter(r -> !r.passed())
        .forEach(r -> lines.add("cause  " + r.name() + ": " + oneLine(r.cause())));
    return lines;
  }

  /** The whole stands where the case ended. */
  private static String oneLine(@Nullable String cause) {
    String words = String.valueOf(cause).replaceAll("\\s+", " ");
    return words.length() <= MOST ? words : words.substring(0, MOST) + " ...";
  }
}
