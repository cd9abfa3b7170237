package io.traceo.lab;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Stops its process where it stands, with all that it has read, just before an activity acts; what
 * it does once somebody lets it go on is late. An order is a file in the place's own folder, named
 * as {@code Failover.DatabasePromote}; the process that takes it away is the one that stands still.
 */
final class StandsStillAt extends WorkerInterceptorBase {
  private final Path orders;

  /**
   * @param orders of this process's place
   */
  StandsStillAt(Path orders) {
    this.orders = orders;
  }

  /** Where the orders of a place are, beside those to die there. */
  static Path orders(Path diesAt) {
    Path place = diesAt.toAbsolutePath();
    return place
        .resolve(Path.of("..", "..", "stands-still", String.valueOf(place.getFileName())))
        .normalize();
  }

  /** What the one that stood still was asked to do; written before it stops. */
  static Path asked(Path orders, String what) {
    return orders.resolve(what + ".asked");
  }

  /** What came of it; written once it has gone on and acted. */
  static Path came(Path orders, String what) {
    return orders.resolve(what + ".came");
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private String name = "";

      @Override
      public void init(ActivityExecutionContext context) {
        ActivityInfo info = context.getInfo();
        name = info.getWorkflowType() + "." + info.getActivityType();
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        if (!taken(name)) {
          return super.execute(input);
        }
        write(asked(orders, name), Arrays.toString(input.getArguments()));
        Signals.stop(List.of(ProcessHandle.current()));
        try {
          ActivityOutput done = super.execute(input);
          write(came(orders, name), String.valueOf(done.getResult()));
          return done;
        } catch (RuntimeException e) {
          write(came(orders, name), String.valueOf(e.getMessage()));
          throw e;
        }
      }
    };
  }

  private boolean taken(String name) {
    try {
      return Files.deleteIfExists(orders.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + orders, e);
    }
  }

  /** Whole or not at all: somebody waits for it. */
  private static void write(Path file, String text) {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    try {
      Files.writeString(half, text);
      Path unused = Files.move(half, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
