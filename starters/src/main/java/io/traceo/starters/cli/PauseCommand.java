package io.traceo.starters.cli;

import io.traceo.starters.cli.HoldOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo capacity pause}. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Holds the rollout of a group that runs: no further batch begins. What is changed stays.")
final class PauseCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  PauseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new HoldOrder(settings, spec, typed).send("pause");
  }
}
