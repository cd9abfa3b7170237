package io.traceo.starters.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo pause}. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Holds a run: a failover before anybody is promoted, a rollout of capacity",
      "before its next batch. What is changed stays."
    })
final class PauseCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TypedOrder typed = new TypedOrder();

  PauseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return typed.send(settings, spec, "pause");
  }
}
