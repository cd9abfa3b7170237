package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares an autoscaler's specs field by field. Pure. */
final class HpaSpecs {
  private static final List<Field<?>> FIELDS =
      List.of(
          new Field<>(
              "minReplicas",
              HorizontalPodAutoscalerSpec::getMinReplicas,
              HorizontalPodAutoscalerSpec::setMinReplicas,
              String::valueOf),
          new Field<>(
              "maxReplicas",
              HorizontalPodAutoscalerSpec::getMaxReplicas,
              HorizontalPodAutoscalerSpec::setMaxReplicas,
              String::valueOf),
          new Field<>(
              "metrics",
              HorizontalPodAutoscalerSpec::getMetrics,
              HorizontalPodAutoscalerSpec::setMetrics,
              HpaSpecs::metrics),
          new Field<>(
              "behavior",
              HorizontalPodAutoscalerSpec::getBehavior,
              HorizontalPodAutoscalerSpec::setBehavior,
              HpaSpecs::behavior),
          new Field<>(
              "scaleTargetRef",
              HorizontalPodAutoscalerSpec::getScaleTargetRef,
              HorizontalPodAutoscalerSpec::setScaleTargetRef,
              t -> t == null ? "none" : t.getKind() + "/" + t.getName()));

  private HpaSpecs() {}

  private record Field<V>(
      String name,
      Function<HorizontalPodAutoscalerSpec, V> get,
      BiConsumer<HorizontalPodAutoscalerSpec, V> set,
      Function<V, String> words) {
    boolean same(HorizontalPodAutoscalerSpec one, HorizontalPodAutoscalerSpec other) {
      return Objects.equals(get.apply(one), get.apply(other));
    }

    void copy(HorizontalPodAutoscalerSpec from, HorizontalPodAutoscalerSpec to) {
      set.accept(to, get.apply(from));
    }

    String change(HorizontalPodAutoscalerSpec from, HorizontalPodAutoscalerSpec to) {
      return name + " " + words.apply(get.apply(from)) + " to " + words.apply(get.apply(to));
    }
  }

  /** One line for each field that differs. */
  static List<String> differences(
      HorizontalPodAutoscalerSpec from, HorizontalPodAutoscalerSpec to) {
    return FIELDS.stream().filter(f -> !f.same(from, to)).map(f -> f.change(from, to)).toList();
  }

  /**
   * Gives a spec what it had before, field by field; what somebody else made of a field since
   * stays.
   *
   * @param live is changed
   * @return names of the fields that somebody else has changed
   */
  static List<String> takeBack(
      HorizontalPodAutoscalerSpec live,
      HorizontalPodAutoscalerSpec before,
      HorizontalPodAutoscalerSpec applied) {
    List<String> others = new ArrayList<>();
    for (Field<?> field : FIELDS) {
      if (field.same(live, applied)) {
        field.copy(before, live);
      } else if (!field.same(live, before)) {
        others.add(field.name());
      }
    }
    return others;
  }

  private static String behavior(@Nullable HorizontalPodAutoscalerBehavior behavior) {
    return behavior == null
        ? "the default"
        : "up " + rules(behavior.getScaleUp()) + ", down " + rules(behavior.getScaleDown());
  }

  private static String rules(@Nullable HPAScalingRules rules) {
    if (rules == null) {
      return "as by default";
    }
    Integer after = rules.getStabilizationWindowSeconds();
    List<String> policies =
        rules.getPolicies().stream()
            .map(
                p ->
                    p.getValue()
                        + (p.getType().equals("Percent") ? " %" : " pods")
                        + " in "
                        + p.getPeriodSeconds()
                        + " s")
            .toList();
    String select = rules.getSelectPolicy();
    return (after == null ? "" : "after " + after + " s ")
        + (policies.isEmpty() ? "as by default" : "by " + String.join(" or ", policies))
        + (select == null || select.equals("Max") ? "" : " (" + select + ")");
  }

  private static String metrics(@Nullable List<MetricSpec> metrics) {
    return metrics == null || metrics.isEmpty()
        ? "none"
        : String.join(" + ", metrics.stream().map(HpaSpecs::metric).toList());
  }

  private static String metric(MetricSpec metric) {
    if (metric.getResource() != null) {
      Integer percent = metric.getResource().getTarget().getAverageUtilization();
      return metric.getResource().getName() + (percent == null ? "" : " " + percent + " %");
    }
    if (metric.getPods() != null) {
      return metric.getPods().getMetric().getName()
          + " "
          + metric.getPods().getTarget().getAverageValue();
    }
    return metric.getType();
  }
}
