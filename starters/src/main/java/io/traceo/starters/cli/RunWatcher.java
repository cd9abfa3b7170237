package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints what is new in a run's status: plain lines, or one JSON object a line. */
final class RunWatcher {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final PrintWriter out;
  private final boolean json;
  private final long startedMillis = System.currentTimeMillis();
  private final Set<String> told = new HashSet<>();
  private String phase = "";

  RunWatcher(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
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

  void show(JsonNode status) {
    String now = status.path("phase").asText();
    if (!now.equals(phase)) {
      phase = now;
      event("phase", now.toLowerCase(Locale.ROOT).replace('_', ' '), null);
    }
    for (JsonNode line : status.path("plan")) {
      if (line.isTextual() && told.add("plan " + line.asText())) {
        event("plan", line.asText(), null);
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
    String took = step.path("tookMs").isNull() ? "" : step.path("tookMs").asText() + " ms";
    String budget =
        step.path("budgetMs").isNull() ? "" : " of " + step.path("budgetMs").asText() + " ms";
    String detail = step.path("detail").isNull() ? "" : "  " + step.path("detail").asText();
    return String.format(
        Locale.ROOT,
        "%-22s %-22s %s%s",
        step.path("name").asText(),
        took + budget,
        step.path("outcome").asText(),
        detail);
  }

  private void event(String kind, String text, @Nullable JsonNode data) {
    double seconds = (System.currentTimeMillis() - startedMillis) / 1000.0;
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
