package io.traceo.activities.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The record of a report as a file: read back as what it was written as. */
final class ReportFile {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final List<String> NEEDED = List.of("reportId", "verdict", "startedAt");

  private ReportFile() {}

  static String json(KeptReport report) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report.content());
  }

  /** All but those of drills, which were there first, name their kind. */
  static KeptReport read(Path file) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      if (!NEEDED.stream().allMatch(json::hasNonNull)) {
        throw new IOException(file + ": is no report");
      }
      String kind = json.path("kind").asText();
      if (!json.has("kind")) {
        schema(file, json, DrillReport.SCHEMA);
        return KeptReport.of(MAPPER.treeToValue(json, DrillReport.class));
      }
      if (kind.equals(CapacityRolloutReport.KIND)) {
        schema(file, json, CapacityRolloutReport.SCHEMA);
        return KeptReport.of(MAPPER.treeToValue(json, CapacityRolloutReport.class));
      }
      if (kind.equals(CapacityPlanReport.KIND)) {
        schema(file, json, CapacityPlanReport.SCHEMA);
        return KeptReport.of(MAPPER.treeToValue(json, CapacityPlanReport.class));
      }
      schema(file, json, RestoreReport.SCHEMA);
      known(file, kind);
      return KeptReport.of(MAPPER.treeToValue(json, RestoreReport.class));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(file + ": " + Causes.inWords(e), e);
    }
  }

  private static void schema(Path file, JsonNode json, int known) throws IOException {
    if (json.path("schema").asInt() > known) {
      throw new IOException(
          file
              + ": has schema "
              + json.path("schema").asInt()
              + "; this program reads up to "
              + known);
    }
  }

  private static void known(Path file, String kind) throws IOException {
    List<String> known = new ArrayList<>();
    Arrays.stream(RestoreReport.Kind.values()).map(Enum::name).forEach(known::add);
    known.add(CapacityRolloutReport.KIND);
    known.add(CapacityPlanReport.KIND);
    if (!known.contains(kind)) {
      throw new IOException(
          file + ": is a report of " + kind + "; this program reads " + String.join(", ", known));
    }
  }
}
