package io.traceo.starters.cli;

import io.traceo.starters.cli.ArmingOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo disarm}. */
@Command(
    name = "disarm",
    mixinStandardHelpOptions = true,
    description = {
      "From now on a group only says what it would have done.",
      "A failover that runs already goes on. The decision is kept with name, reason and time."
    })
final class DisarmCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  DisarmCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new ArmingOrder(settings, spec, typed).send("disarm");
  }
}
