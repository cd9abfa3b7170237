package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.check.Proof;
import io.traceo.activities.topology.Finding;
import java.io.PrintWriter;
import java.util.List;

/** What a check prints: lines for people, or one JSON object a line. */
record CheckText(PrintWriter out, boolean json) {

  void findings(List<Finding> findings) {
    findings.forEach(this::line);
  }

  void proofs(List<Proof> proofs) {
    proofs.forEach(this::line);
  }

  /** For people only. */
  void say(String line) {
    if (!json) {
      out.println(line);
    }
    out.flush();
  }

  private void line(Object entry) {
    try {
      out.println(json ? new ObjectMapper().writeValueAsString(entry) : entry.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a finding is plain text", e);
    }
  }
}
