package io.traceo.workers;

/** Ends this process when another one is gone, so that nothing of ours is left behind. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Halts this process as soon as that one has ended. */
  public static void endWith(long pid) {
    var unused =
        ProcessHandle.of(pid)
            .map(ProcessHandle::onExit)
            .orElseGet(() -> java.util.concurrent.CompletableFuture.completedFuture(null))
            .thenRun(() -> Runtime.getRuntime().halt(0));
  }
}
