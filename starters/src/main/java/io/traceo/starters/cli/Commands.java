package io.traceo.starters.cli;

import picocli.CommandLine;

/** Makes the commands, each with the settings it needs. */
record Commands(Settings settings) implements CommandLine.IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Settings.class) {
        return type.cast(constructor.newInstance(settings));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
