package io.traceo.lab;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.RoutingActivities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ends its process where it hurts most: an activity has acted and has not reported. An order is a
 * file in the place's own folder; the process that takes it away is the one that dies, so that only
 * one does. Its name is a step ({@code take}), or the type of a workflow and of its activity
 * ({@code Backup.BackupTake}).
 */
final class DiesAt extends WorkerInterceptorBase {
  private static final int KILLED = 137;

  /** Steps by the type of their activity: its interface's prefix and its capitalised method. */
  private static final Map<String, String> STEPS = steps();

  private final Path orders;

  /**
   * @param orders of this process's place
   */
  DiesAt(Path orders) {
    this.orders = orders;
  }

  private static Map<String, String> steps() {
    Map<String, String> steps = new TreeMap<>();
    for (Class<?> type :
        List.of(
            BackupActivities.class,
            ClusterActivities.class,
            CapacityActivities.class,
            DatabaseActivities.class,
            RoutingActivities.class,
            HealthActivities.class,
            GroupActivities.class,
            EvidenceActivities.class)) {
      String prefix = type.getAnnotation(ActivityInterface.class).namePrefix();
      for (Method method : type.getDeclaredMethods()) {
        String name = method.getName();
        steps.put(prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1), name);
      }
    }
    return steps;
  }

  /** Steps that an order may name. */
  static Set<String> activities() {
    return new TreeSet<>(STEPS.values());
  }

  /**
   * Asks whichever process of a place is the first to do this.
   *
   * @param orders of that place
   */
  static void order(Path orders, String what) {
    try {
      Files.createDirectories(orders);
      Files.write(orders.resolve(what), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an order into " + orders, e);
    }
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private List<String> names = List.of();

      @Override
      public void init(ActivityExecutionContext context) {
        ActivityInfo info = context.getInfo();
        String type = info.getActivityType();
        names = List.of(info.getWorkflowType() + "." + type, STEPS.getOrDefault(type, type));
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          ActivityOutput done = super.execute(input);
          dieIfOrdered(names);
          return done;
        } catch (ActivityCompletionException e) {
          dieIfOrdered(names); // one that goes on for ever has no other end than being cancelled
          throw e;
        }
      }
    };
  }

  private void dieIfOrdered(List<String> names) {
    for (String name : names) {
      try {
        if (Files.deleteIfExists(orders.resolve(name))) {
          Runtime.getRuntime().halt(KILLED);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + orders, e);
      }
    }
  }
}
