package io.traceo.activities.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The record of a report as a file: read back as what it was written as. */
final class ReportFile {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final List<String> NEEDED = List.of("reportId", "verdict", "startedAt");

  /** By what the record says of its kind; those of drills, which were there first, say nothing. */
  private static final Map<String, Format> FORMATS = formats();

  private record Format(Class<? extends RunReport> type, int schema) {}

  private ReportFile() {}

  static String json(KeptReport report) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report.content());
  }

  private static Map<String, Format> formats() {
    Map<String, Format> formats = new LinkedHashMap<>();
    formats.put("", new Format(DrillReport.class, DrillReport.SCHEMA));
    for (RestoreReport.Kind kind : RestoreReport.Kind.values()) {
      formats.put(kind.name(), new Format(RestoreReport.class, RestoreReport.SCHEMA));
    }
    formats.put(
        CapacityRolloutReport.KIND,
        new Format(CapacityRolloutReport.class, CapacityRolloutReport.SCHEMA));
    formats.put(
        CapacityPlanReport.KIND, new Format(CapacityPlanReport.class, CapacityPlanReport.SCHEMA));
    return formats;
  }

  static KeptReport read(Path file) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      if (!NEEDED.stream().allMatch(json::hasNonNull)) {
        throw new IOException(file + ": is no report");
      }
      Format format = format(file, json.path("kind").asText());
      int schema = json.path("schema").asInt();
      if (schema > format.schema()) {
        throw new IOException(
            file + ": has schema " + schema + "; this program reads up to " + format.schema());
      }
      return KeptReport.of(MAPPER.treeToValue(json, format.type()));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": " + Causes.inWords(e), e);
    }
  }

  private static Format format(Path file, String kind) throws IOException {
    Format format = FORMATS.get(kind);
    if (format == null) {
      throw new IOException(
          file
              + ": is a report of "
              + kind
              + "; this program reads "
              + String.join(", ", FORMATS.keySet().stream().filter(k -> !k.isEmpty()).toList()));
    }
    return format;
  }
}
