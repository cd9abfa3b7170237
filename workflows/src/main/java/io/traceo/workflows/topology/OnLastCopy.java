package io.traceo.workflows.topology;

/** What a HOT group does when the members left cannot give the declared number of copies. */
public enum OnLastCopy {
  /** Writes hang until a copy is back. */
  BLOCK,
  /** Writes go on with fewer copies once a human approved it. */
  DEGRADE_WITH_APPROVAL
}
