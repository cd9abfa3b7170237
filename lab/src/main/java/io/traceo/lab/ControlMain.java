package io.traceo.lab;

import io.traceo.workers.WorkerMain;
import java.nio.file.Path;
import java.util.List;

/** A control worker like any other, but that it can be told where to die or to stand still. */
public final class ControlMain {
  private ControlMain() {}

  /** As {@link WorkerMain}, with {@code --dies-at FILE}. */
  public static void main(String[] args) throws Exception {
    WorkerMain.Arguments arguments = new WorkerMain.Arguments(List.of(args));
    Path diesAt = Path.of(arguments.need("dies-at"));
    WorkerMain.run(arguments, new DiesAt(diesAt), new StandsStillAt(StandsStillAt.orders(diesAt)));
  }
}
