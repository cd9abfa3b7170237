package io.traceo.workflows.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people type into a start record: everything arrives as text, and what isn't known is
 * refused by name. A misspelt {@code traget} must not mean the default target.
 */
public final class StrictFields {
  private final List<String> problems = new ArrayList<>();

  /**
   * Notes every field that the record does not know.
   *
   * @param known names it does know, for the message
   */
  public StrictFields unknown(Map<String, Object> fields, List<String> known) {
    for (String field : fields.keySet()) {
      problems.add("unknown field \"" + field + "\"; known fields are " + String.join(", ", known));
    }
    return this;
  }

  /** The enum constant that was typed, in any case; the default when nothing was. */
  public <E extends Enum<E>> E choice(
      String field, @Nullable String typed, Class<E> type, E orElse) {
    if (typed == null || typed.isBlank()) {
      return orElse;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(typed.strip().toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    problems.add(field + " is \"" + typed + "\"; it can be " + List.of(type.getEnumConstants()));
    return orElse;
  }

  /** Notes a field that must be there and isn't. */
  public StrictFields required(String field, @Nullable String typed) {
    if (typed == null || typed.isBlank()) {
      problems.add("field \"" + field + "\" is missing");
    }
    return this;
  }

  /** What is wrong, in words; empty when nothing is. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
