package io.traceo.workflows.topology;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When the observers of a group are out. */
public enum WatchMode {
  /** Always. */
  ON,
  /** Only while an incident is open: nobody notices an outage that nobody reports. */
  OFF;

  /** To YAML a bare {@code off} is the same as {@code false}. */
  @JsonCreator
  static WatchMode of(Object written) {
    return switch (written.toString()) {
      case "on", "true" -> ON;
      case "off", "false" -> OFF;
      default -> throw new IllegalArgumentException(written + " is neither on nor off");
    };
  }

  @JsonValue
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
