package io.traceo.workflows.topology;

import java.util.List;

/**
 * A place that fails as a whole. The id is a label and need not be a cloud provider's region.
 *
 * @param id for example {@code us-east-1}
 * @param name what people call it
 * @param jurisdiction country or union whose law applies
 * @param regimes regulations in force there
 * @param residency where data of this region may go
 */
public record Region(
    String id, String name, String jurisdiction, List<String> regimes, ResidencyRule residency) {
  public Region {
    regimes = regimes == null ? List.of() : List.copyOf(regimes);
  }
}
