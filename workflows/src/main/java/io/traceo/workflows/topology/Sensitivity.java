package io.traceo.workflows.topology;

/** How much a class of data says about people. */
public enum Sensitivity {
  /** About machines: may be mirrored where an allow-list says so. */
  OPERATIONAL,
  /** May be about people: stays in the country where a region's residency rule demands it. */
  SENSITIVE
}
