package io.traceo.workflows.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/** What a user's own worker does. */
public final class TheirWork implements TheirPurging {
  @Override
  public Map<String, String> purge(JsonNode input) {
    return Map.of("purged", input.path("group").asText() + "/" + input.at("/input/zone").asText());
  }

  /** A workflow. */
  @WorkflowInterface
  public interface Checking {
    /** Says who leads. */
    @WorkflowMethod(name = "CheckCatalog")
    String check(JsonNode input);
  }

  /** As said. */
  public static final class Check implements Checking {
    @Override
    public String check(JsonNode input) {
      return "checked " + input.path("toRegion").asText() + " " + input.path("phase").asText();
    }
  }
}
