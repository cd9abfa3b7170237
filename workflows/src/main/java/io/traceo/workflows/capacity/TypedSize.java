package io.traceo.workflows.capacity;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.traceo.workflows.contract.StrictFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A size as somebody typed it.
 *
 * @param minimum replicas at least
 * @param maximum replicas at most
 * @param unknown whatever else was typed
 */
public record TypedSize(
    @Nullable Integer minimum,
    @Nullable Integer maximum,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown) {
  private static final List<String> KNOWN = List.of("minimum", "maximum");

  public TypedSize {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with it, in words. */
  List<String> problems(String region) {
    String field = "sizes." + region;
    List<String> problems = new ArrayList<>();
    for (String problem : new StrictFields().unknown(unknown, KNOWN).problems()) {
      problems.add(field + ": " + problem);
    }
    if (minimum == null) {
      problems.add("field \"" + field + ".minimum\" is missing");
    } else if (minimum < 1) {
      problems.add(field + ".minimum is " + minimum + "; it must be 1 or more");
    }
    if (maximum == null) {
      problems.add("field \"" + field + ".maximum\" is missing");
    }
    if (minimum != null && maximum != null && minimum > maximum) {
      problems.add(
          field
              + ".minimum is "
              + minimum
              + ", above its maximum of "
              + maximum
              + "; lower one or raise the other");
    }
    return problems;
  }

  /** Only of one without problems. */
  Size size() {
    if (minimum == null || maximum == null) {
      throw new IllegalStateException("a size that was not checked");
    }
    return new Size(minimum, maximum);
  }
}
