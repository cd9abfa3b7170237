package io.traceo.starters.cli;

import io.traceo.starters.cli.FreezingOrder.Typed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo freeze}. */
@Command(
    name = "freeze",
    mixinStandardHelpOptions = true,
    description = {
      "Until then nobody moves a group: it reports, but starts no failover by itself, and refuses",
      "planned switches and drills. A run that is under way goes on. It ends by itself."
    })
final class FreezeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Typed typed = new Typed();

  @Option(
      names = "--until",
      required = true,
      description = "2h, 90m, 1d, or a time such as 2026-12-01T06:00:00Z")
  private String until = "";

  FreezeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return new FreezingOrder(settings, spec, typed).freeze(until);
  }
}
