package io.traceo.workflows.budget;

/** What happens when a step's budget runs out. There is no "wait and see". */
public enum ExpiryAction {
  /** Record the step as unmet and go on. */
  FORCE,
  /** Undo what was changed and end the run. Not possible from promotion on. */
  ABORT,
  /** Alert and keep trying. */
  PAGE
}
