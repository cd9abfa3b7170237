package io.traceo.starters.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo resume}. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused run go on.")
final class ResumeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TypedOrder typed = new TypedOrder();

  ResumeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return typed.send(settings, spec, "resume");
  }
}
