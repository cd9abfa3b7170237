package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Prints what is new in a run's status: plain lines, or one JSON object a line. */
final class RunWatcher {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final PrintWriter out;
  private final boolean json;
  private final LongSupplier nanoTime;
  private final Function<JsonNode, List<String>> planLines;
  private final long startedNanos;
  private final Set<String> told = new HashSet<>();
  private String phase = "";
  private String paused = "";
  private @Nullable String reportId;
  private @Nullable String reportPath;

  RunWatcher(PrintWriter out, boolean json) {
    this(out, json, System::nanoTime, RunWatcher::lines);
  }

  /**
   * For runs whose plan is a record.
   *
   * @param planLines turns the plan of a status into lines; none while there is no plan
   */
  RunWatcher(PrintWriter out, boolean json, Function<JsonNode, List<String>> planLines) {
    this(out, json, System::nanoTime, planLines);
  }

  RunWatcher(PrintWriter out, boolean json, LongSupplier nanoTime) {
    this(out, json, nanoTime, RunWatcher::lines);
  }

  private RunWatcher(
      PrintWriter out,
      boolean json,
      LongSupplier nanoTime,
      Function<JsonNode, List<String>> planLines) {
    this.planLines = planLines;
    this.out = out;
    this.json = json;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  /** Name of the report that the run writes; null before it said so, or where it is. */
  @Nullable String reportId() {
    String path = reportPath;
    if (reportId != null || path == null) {
      return reportId;
    }
    String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : null;
  }

  /** Where the run says that its report is kept; null when it didn't. */
  @Nullable String reportPath() {
    return reportPath;
  }

  /** A drill's plan is a list of lines; a failover's is a record, which the result shows. */
  private static List<String> lines(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    if (plan.isArray()) {
      plan.forEach(line -> lines.add(line.asText()));
    }
    return lines;
  }

  /** A line of our own, before and between the run's. */
  void say(String line) {
    if (json) {
      event("note", line, null);
    } else {
      out.println(line);
      out.flush();
    }
  }

  /** Tells what this status has that no earlier one had. */
  void show(JsonNode status) {
    if (status.path("reportId").isTextual()) {
      reportId = status.path("reportId").asText();
    }
    if (status.path("reportPath").isTextual()) {
      reportPath = status.path("reportPath").asText();
    }
    String now = status.path("phase").asText();
    if (!now.isEmpty() && !now.equals(phase)) {
      phase = now;
      event("phase", now.toLowerCase(Locale.ROOT).replace('_', ' '), null);
    }
    String holds = status.path("paused").isTextual() ? status.path("paused").asText() : "";
    if (!holds.equals(paused)) {
      paused = holds;
      event("pause", holds.isEmpty() ? "resumed" : "paused by " + holds, null);
    }
    for (String line : planLines.apply(status.path("plan"))) {
      if (told.add("plan " + line)) {
        event("plan", line, null);
      }
    }
    for (JsonNode step : status.path("steps")) {
      String outcome = step.path("outcome").asText();
      if (!outcome.equals("RUNNING") && told.add(step.path("name").asText() + outcome)) {
        event("step", line(step), step);
      }
    }
    for (JsonNode event : status.path("events")) {
      String text = event.asText();
      if (text.contains(" PAGE ") && told.add(text)) {
        event("page", text, null);
      }
    }
  }

  private static String line(JsonNode step) {
    String took = step.hasNonNull("tookMs") ? step.path("tookMs").asText() + " ms" : "";
    String budget =
        step.hasNonNull("budgetMs") ? " of " + step.path("budgetMs").asText() + " ms" : "";
    String detail = step.hasNonNull("detail") ? "  " + step.path("detail").asText() : "";
    return String.format(
        Locale.ROOT,
        "%-22s %-22s %s%s",
        step.path("name").asText(),
        took + budget,
        step.path("outcome").asText(),
        detail);
  }

  private void event(String kind, String text, @Nullable JsonNode data) {
    double seconds = (nanoTime.getAsLong() - startedNanos) / 1e9;
    if (!json) {
      String mark = kind.equals("phase") ? "-- " : kind.equals("page") ? "!! " : "   ";
      out.println(String.format(Locale.ROOT, "%7.1fs %s%s", seconds, mark, text).stripTrailing());
      out.flush();
      return;
    }
    ObjectNode node = MAPPER.createObjectNode();
    node.put("event", kind);
    node.put("elapsedMs", Math.round(seconds * 1000));
    node.put("text", text);
    if (data != null) {
      node.set("data", data);
    }
    out.println(node);
    out.flush();
  }
}
