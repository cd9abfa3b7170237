package io.traceo.lab;

import io.traceo.starters.cli.EnvironmentProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  public Environment bringUp(String group, Consumer<String> progress) {
    LabSettings settings = LabSettings.ofEnvironment(List.of(group));
    progress.accept("no lab is up: bringing one up, and down again afterwards");
    LabLauncher.launch(settings, ProcessHandle.current().pid(), progress);
    return new Up(LabClient.need(settings.folder()), true);
  }

  @Override
  public List<Path> placeConfigs() {
    LabFolder folder = LabFolder.ofEnvironment();
    return LabClient.running(folder).stream()
        .flatMap(client -> client.status().groups().values().stream())
        .map(LabStatus.Group::control)
        .distinct()
        .map(place -> folder.lab().resolve("config").resolve(place + ".yaml"))
        .toList();
  }

  private static final class Up implements Environment {
    private final LabClient client;
    private final boolean ours;
    private final LabStatus.Temporal temporal;
    private final Map<String, String> namespaces = new LinkedHashMap<>();

    Up(LabClient client, boolean ours) {
      this.client = client;
      this.ours = ours;
      LabStatus status = client.status();
      this.temporal = status.temporal();
      status.groups().forEach((id, group) -> namespaces.put(id, group.namespace()));
    }

    @Override
    public String address() {
      return temporal.address();
    }

    @Override
    public Map<String, String> namespaces() {
      return namespaces;
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
