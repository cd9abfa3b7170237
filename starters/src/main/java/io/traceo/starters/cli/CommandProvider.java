package io.traceo.starters.cli;

/** A command that another module adds to {@code traceo}; found by ServiceLoader. */
public interface CommandProvider {
  /** An object with picocli's annotations. */
  Object command();
}
