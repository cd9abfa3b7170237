package io.traceo.lab.ledger;

/** Three ways in which clients find the leader, measured apart. */
public enum ClientKind {
  /** Keeps an address for the whole TTL, also when it doesn't answer any more. */
  STRICT_TTL("strictTtl"),
  /** Looks the name up again after every error and once a second. */
  RE_RESOLVING("reResolving"),
  /** Asks the hosts of a list which of them leads; uses no name. */
  MULTI_HOST("multiHost");

  private final String label;

  ClientKind(String label) {
    this.label = label;
  }

  /** Name in reports and journals. */
  public String label() {
    return label;
  }

  /**
   * The kind with this label.
   *
   * @throws IllegalArgumentException when there is none
   */
  static ClientKind ofLabel(String label) {
    for (ClientKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of client is called " + label);
  }
}
