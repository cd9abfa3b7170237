package io.traceo.workflows.topology;

import java.util.List;
import java.util.Map;

/**
 * Where the data of a region may be stored, as an allow-list: what isn't listed is refused.
 *
 * @param allow regions by data class; the class {@value #DEFAULT_CLASS} serves every class that has
 *     no entry of its own
 * @param sensitiveInCountry whether sensitive data must stay in the region's own jurisdiction,
 *     whatever the lists say
 */
public record ResidencyRule(Map<String, List<String>> allow, boolean sensitiveInCountry) {
  /** The data class that stands for all others. */
  public static final String DEFAULT_CLASS = "default";

  public ResidencyRule {
    allow = allow == null ? Map.of() : Map.copyOf(allow);
  }

  /** Lists alone. */
  public ResidencyRule(Map<String, List<String>> allow) {
    this(allow, false);
  }

  /** Whether data of this class may be stored in that region. */
  public boolean permits(String dataClass, String region) {
    List<String> regions = allow.get(dataClass);
    if (regions == null) {
      regions = allow.getOrDefault(DEFAULT_CLASS, List.of());
    }
    return regions.contains(region);
  }
}
