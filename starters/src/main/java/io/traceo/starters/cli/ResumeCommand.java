package io.traceo.starters.cli;

import io.traceo.starters.cli.HoldOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo capacity resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets a paused rollout of a group go on.")
final class ResumeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  ResumeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new HoldOrder(settings, spec, typed).send("resume");
  }
}
