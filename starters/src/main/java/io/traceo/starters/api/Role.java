package io.traceo.starters.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/** What a token may be used for. */
public enum Role {
  /** Reads groups, runs and reports. */
  @JsonProperty("viewer")
  VIEWER,
  /** Starts, freezes, pauses, aborts, reports incidents; reads too. */
  @JsonProperty("operator")
  OPERATOR,
  /** Says yes where loss is possible; reads too, and starts nothing. */
  @JsonProperty("approver")
  APPROVER,
  /** Reports incidents, and nothing else: the token that Alertmanager holds. */
  @JsonProperty("alerts")
  ALERTS;

  /** As it is written in files and tokens. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** These and what they imply. */
  static Set<Role> withImplied(Set<Role> roles) {
    EnumSet<Role> all = EnumSet.noneOf(Role.class);
    all.addAll(roles);
    if (all.contains(OPERATOR) || all.contains(APPROVER)) {
      all.add(VIEWER);
    }
    return all;
  }
}
