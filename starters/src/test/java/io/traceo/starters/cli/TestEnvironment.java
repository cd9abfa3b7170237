package io.traceo.starters.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An environment whose server is given by the test; counts what is asked of it. */
public final class TestEnvironment implements EnvironmentProvider {
  static volatile String address = "";
  static volatile boolean up;
  static volatile @Nullable String obstacle;
  static volatile List<Path> placeConfigs = List.of();
  static final AtomicInteger BROUGHT_UP = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();

  static void reset(String serverAddress) {
    address = serverAddress;
    up = false;
    obstacle = null;
    placeConfigs = List.of();
    BROUGHT_UP.set(0);
    CLOSED.set(0);
  }

  @Override
  public Optional<Environment> running() {
    return up ? Optional.of(new Up(false)) : Optional.empty();
  }

  @Override
  public List<Path> placeConfigs() {
    return placeConfigs;
  }

  @Override
  public Environment bringUp(String group, Consumer<String> progress) {
    if (obstacle != null) {
      throw new IllegalStateException(obstacle);
    }
    progress.accept("bringing one up");
    BROUGHT_UP.incrementAndGet();
    return new Up(true);
  }

  private record Up(boolean ours) implements Environment {
    @Override
    public String address() {
      return address;
    }

    @Override
    public Map<String, String> namespaces() {
      return Map.of("na", "default");
    }

    @Override
    public String ui() {
      return "http://ui.test";
    }

    @Override
    public String describe() {
      return "a test environment";
    }

    @Override
    public void close() {
      if (ours) {
        CLOSED.incrementAndGet();
      }
    }
  }
}
