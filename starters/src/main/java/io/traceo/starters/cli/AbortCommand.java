package io.traceo.starters.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo abort}. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a failover before anybody is promoted; what it changed is taken back.",
      "After that it is refused: then a run only goes forward."
    })
final class AbortCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TypedOrder typed = new TypedOrder();

  AbortCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return typed.send(settings, spec, "abort");
  }
}
