package io.traceo.workflows.capacity;

import io.traceo.workflows.contract.StrictFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a rollout as somebody typed them: anything that JSON has may stand there, and what
 * is no size is told by region and field.
 */
final class TypedSizes {
  private static final String EXAMPLE = "{\"us-west-2\":{\"minimum\":30,\"maximum\":300}}";
  private static final List<String> KNOWN = List.of("minimum", "maximum");

  // The order decides nothing, but must be the same in every replay.
  private final Map<String, Size> sizes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  TypedSizes(@Nullable Object typed) {
    if (typed == null || (typed instanceof Map<?, ?> none && none.isEmpty())) {
      problems.add("field \"sizes\" is missing: name the regions, such as " + EXAMPLE);
    } else if (typed instanceof Map<?, ?> regions) {
      new TreeMap<>(fields(regions)).forEach(this::region);
    } else {
      problems.add("sizes is " + words(typed) + "; type it as " + EXAMPLE);
    }
  }

  /** By region; only of those without problems. */
  Map<String, Size> sizes() {
    return sizes;
  }

  /** What is wrong, in words. */
  List<String> problems() {
    return problems;
  }

  private void region(String region, @Nullable Object typed) {
    String field = "sizes." + region;
    if (!(typed instanceof Map<?, ?> size)) {
      problems.add(field + " is " + words(typed) + "; type it as {\"minimum\":30,\"maximum\":300}");
      return;
    }
    Map<String, Object> others = fields(size);
    others.keySet().removeAll(KNOWN);
    for (String problem : new StrictFields().unknown(others, KNOWN).problems()) {
      problems.add(field + ": " + problem);
    }
    Integer minimum = number(field + ".minimum", size.get("minimum"));
    Integer maximum = number(field + ".maximum", size.get("maximum"));
    if (minimum != null && maximum != null) {
      Size wanted = new Size(minimum, maximum);
      problems.addAll(wanted.problems(region));
      sizes.put(region, wanted);
    }
  }

  /** Null when it is none, which is told. */
  private @Nullable Integer number(String field, @Nullable Object typed) {
    if (typed == null) {
      problems.add("field \"" + field + "\" is missing");
    } else if (!(typed instanceof Integer number)) {
      problems.add(field + " is " + words(typed) + "; it must be a whole number of pods");
    } else {
      return number;
    }
    return null;
  }

  private static Map<String, Object> fields(Map<?, ?> typed) {
    Map<String, Object> fields = new TreeMap<>();
    typed.forEach((name, value) -> fields.put(String.valueOf(name), value));
    return fields;
  }

  /** As it was typed: text in quotes. */
  private static String words(@Nullable Object typed) {
    if (typed instanceof String) {
      return "\"" + typed + "\"";
    }
    if (typed instanceof List<?>) {
      return "the list " + typed;
    }
    return typed instanceof Map<?, ?> ? "the object " + typed : String.valueOf(typed);
  }
}
