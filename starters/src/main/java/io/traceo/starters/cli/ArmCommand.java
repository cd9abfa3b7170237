package io.traceo.starters.cli;

import io.traceo.starters.cli.ArmingOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo arm}. */
@Command(
    name = "arm",
    mixinStandardHelpOptions = true,
    description = {
      "From now on a group fails over by itself when its leader is dead.",
      "A new group only observes: look at what it would have done, and at its false alarms, with",
      "traceo status. The decision is kept with name, reason and time."
    })
final class ArmCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  ArmCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new ArmingOrder(settings, spec, typed).send("arm");
  }
}
