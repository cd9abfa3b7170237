package io.traceo.workflows.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Map;

/** An activity of a user's own worker. */
@ActivityInterface
public interface TheirPurging {
  /** Says what it was given. */
  @ActivityMethod(name = "purge_cache")
  Map<String, String> purge(JsonNode input);
}
