package io.traceo.activities.topology;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that must not be used; the message lists every finding. */
public final class InvalidConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /** With what is wrong. */
  public InvalidConfigurationException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  /** Everything that was found. */
  public List<Finding> findings() {
    return findings;
  }
}
