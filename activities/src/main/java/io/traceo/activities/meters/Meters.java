package io.traceo.activities.meters;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one process measures, for its {@code /metrics}: {@link #text()} is the answer, of type
 * {@link #CONTENT_TYPE}. The Temporal SDK's own metrics come in once {@link #scope()} is among the
 * options of its service stubs. Labels are of few values: groups, regions, steps, never a run's id.
 */
public final class Meters implements AutoCloseable {
  /** Of the text format that Prometheus has always read. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double REPORT_SECONDS = 2;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private final Scope scope;

  /** Begins with what every process has: memory, threads, garbage collection, processor. */
  public Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
  }

  /** Where measures are kept. */
  public MeterRegistry registry() {
    return registry;
  }

  /** For {@code WorkflowServiceStubsOptions.setMetricsScope}. */
  public Scope scope() {
    return scope;
  }

  /** Done before each answer, for measures that are looked up then. */
  public void beforeEach(Runnable look) {
    looks.add(look);
  }

  /** Everything, as Prometheus reads it. */
  public String text() {
    looks.forEach(Runnable::run);
    return registry.scrape("text/plain");
  }

  @Override
  public void close() {
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      throw new IllegalStateException("the metrics of Temporal do not end", e);
    }
    garbage.close();
    registry.close();
  }
}
