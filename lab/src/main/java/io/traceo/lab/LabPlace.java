package io.traceo.lab;

/** Processes that live and die together: a region's, or one control worker. */
interface LabPlace {
  /** Kill -9 of everything at once. */
  void kill();

  /** Everything stands still until {@link #restore}. */
  void freeze();

  /** Its database and all its data are gone; its process lives on. */
  void destroy();

  /** Frozen processes go on, dead ones start again; harmless when all is well. */
  void restore();

  /** Its Java process again when it has ended, as whoever runs workers would; nothing else. */
  void restart();

  /** The Java process. */
  JavaChild process();
}
