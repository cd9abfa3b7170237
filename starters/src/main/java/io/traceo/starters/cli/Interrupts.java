package io.traceo.starters.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and its like while a run is followed: the first one asks, the second leaves at once. A
 * shutdown hook can't do that, the virtual machine hears no second one. {@code sun.misc.Signal} is
 * reached by reflection; where there is none, Ctrl-C ends the program as usual.
 */
final class Interrupts implements AutoCloseable {
  private static final int LEFT_BY_SIGNAL = 130;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<Runnable> restore = new ArrayList<>();

  private Interrupts() {}

  /** From now until {@link #close}. */
  static Interrupts watch() {
    Interrupts interrupts = new Interrupts();
    for (String name : List.of("INT", "TERM", "HUP")) {
      interrupts.handle(name);
    }
    return interrupts;
  }

  /** Whether somebody asked to stop. */
  boolean asked() {
    return asked.get() > 0;
  }

  private void handle(String name) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object before = handle.invoke(null, signal, handler(handlerType));
      Runnable undo = () -> put(handle, signal, before);
      if (before != null && before.equals(handlerType.getField("SIG_IGN").get(null))) {
        // Started by nohup or in the background: stays ignored.
        undo.run();
      } else {
        restore.add(undo);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Not here, or reserved by the virtual machine: the signal does what it always did.
    }
  }

  private Object handler(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                if (asked.incrementAndGet() > 1) {
                  Runtime.getRuntime().halt(LEFT_BY_SIGNAL);
                }
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "stop on request";
            });
  }

  private static void put(Method handle, Object signal, Object handler) {
    try {
      handle.invoke(null, signal, handler);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a signal's handler can't be put back", e);
    }
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
    restore.clear();
  }
}
