package io.traceo.starters.cli;

import io.traceo.starters.cli.FreezingOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo unfreeze}. */
@Command(
    name = "unfreeze",
    mixinStandardHelpOptions = true,
    description = "Ends a freeze. An armed group whose leader is dead fails over at once.")
final class UnfreezeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  UnfreezeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new FreezingOrder(settings, spec, typed).unfreeze();
  }
}
