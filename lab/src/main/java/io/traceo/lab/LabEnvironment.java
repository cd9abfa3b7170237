package io.traceo.lab;

import io.traceo.starters.cli.EnvironmentProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lab as something to drill in. */
public final class LabEnvironment implements EnvironmentProvider {
  @Override
  public Optional<Environment> running() {
    return LabClient.running(LabFolder.ofEnvironment()).map(client -> new Up(client, false));
  }

  @Override
  public Environment bringUp(Consumer<String> progress) {
    LabSettings settings = LabSettings.ofEnvironment();
    progress.accept("no lab is up: bringing one up, and down again afterwards");
    LabLauncher.launch(settings, ProcessHandle.current().pid(), false, progress);
    return new Up(LabClient.need(settings.folder()), true);
  }

  @Override
  public Optional<Path> placeConfig() {
    LabFolder folder = LabFolder.ofEnvironment();
    return LabClient.running(folder)
        .map(client -> folder.lab().resolve("config").resolve(AddressPlan.CONTROL + ".yaml"));
  }

  private static final class Up implements Environment {
    private final LabClient client;
    private final boolean ours;
    private final LabStatus.Temporal temporal;

    Up(LabClient client, boolean ours) {
      this.client = client;
      this.ours = ours;
      this.temporal = client.status().temporal();
    }

    @Override
    public String address() {
      return temporal.address();
    }

    @Override
    public String namespace() {
      return temporal.namespace();
    }

    @Override
    public @Nullable String ui() {
      return temporal.ui();
    }

    @Override
    public String describe() {
      return (ours ? "a lab of its own" : "the lab that is up") + ", Temporal " + address();
    }

    @Override
    public void close() {
      if (ours) {
        client.down();
      }
    }
  }
}
