package io.traceo.lab;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.RoutingActivities;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ends its process where it hurts most: an activity has acted and has not reported. The order is a
 * file with the activity's name; the first process that meets it takes the file away and dies, so
 * that only one does.
 */
final class DiesAt extends WorkerInterceptorBase {
  private static final int KILLED = 137;

  private final Path order;

  DiesAt(Path order) {
    this.order = order;
  }

  /** Names that an order may have. */
  static Set<String> activities() {
    Set<String> names = new TreeSet<>();
    for (Class<?> type :
        List.of(
            BackupActivities.class,
            DatabaseActivities.class,
            RoutingActivities.class,
            HealthActivities.class,
            GroupActivities.class,
            EvidenceActivities.class)) {
      for (Method method : type.getDeclaredMethods()) {
        names.add(method.getName());
      }
    }
    return names;
  }

  /** Asks whichever process is the first to do this. */
  static void order(Path order, String activity) throws IOException {
    Path temporary = order.resolveSibling(order.getFileName() + ".new");
    Files.writeString(temporary, activity);
    Files.move(temporary, order, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private String method = "";

      @Override
      public void init(ActivityExecutionContext context) {
        method = context.getInfo().getActivityType();
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        ActivityOutput done = super.execute(input);
        dieIfOrdered(method);
        return done;
      }
    };
  }

  /** An activity's type is its interface's prefix and its capitalised method. */
  private void dieIfOrdered(String type) {
    try {
      String wanted = Files.readString(order);
      if (type.endsWith(Character.toUpperCase(wanted.charAt(0)) + wanted.substring(1))) {
        Files.delete(order);
        Runtime.getRuntime().halt(KILLED);
      }
    } catch (NoSuchFileException e) {
      // No order, or somebody else was the first.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + order, e);
    }
  }
}
