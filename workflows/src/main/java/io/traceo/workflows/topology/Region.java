package io.traceo.workflows.topology;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that fails as a whole. The id is a label and need not be a cloud provider's region.
 *
 * @param id for example {@code us-east-1}
 * @param name what people call it
 * @param jurisdiction country or union whose law applies
 * @param regimes regulations in force there
 * @param residency where data of this region may go
 * @param key what its stored copies are encrypted with; required where a cold copy stands
 * @param audit who audits it and when
 * @param operator who runs it by law, where that is a licensed partner
 * @param requestsWithin time to answer a government's request, where the law sets one
 */
public record Region(
    String id,
    String name,
    String jurisdiction,
    List<String> regimes,
    ResidencyRule residency,
    @Nullable EncryptionKey key,
    @Nullable Audit audit,
    @Nullable String operator,
    @Nullable Duration requestsWithin) {
  public Region {
    regimes = regimes == null ? List.of() : List.copyOf(regimes);
  }

  /** Without key, audit and what a partner has to do. */
  public Region(
      String id, String name, String jurisdiction, List<String> regimes, ResidencyRule residency) {
    this(id, name, jurisdiction, regimes, residency, null, null, null, null);
  }
}
