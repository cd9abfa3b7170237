package io.traceo.lab;

import io.traceo.workers.WorkerMain;
import java.nio.file.Path;
import java.util.List;

/** A control worker like any other, but for one thing: it can be told where to die. */
public final class ControlMain {
  private ControlMain() {}

  /** As {@link WorkerMain}, with {@code --dies-at FILE}. */
  public static void main(String[] args) throws Exception {
    WorkerMain.Arguments arguments = new WorkerMain.Arguments(List.of(args));
    WorkerMain.run(arguments, new DiesAt(Path.of(arguments.need("dies-at"))));
  }
}
