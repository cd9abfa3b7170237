package io.traceo.activities.capacity.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.capacity.hpa.PodGroup.Phase;
import io.traceo.activities.capacity.hpa.PodGroup.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The model against decisions of the real controller, recorded by {@code bench/hpa-recorder}: each
 * sequence is played to one model, which remembers what the real one remembered.
 */
class RecordedDecisionsTest {
  private final ObjectMapper mapper = new ObjectMapper();
  private final List<String> wrong = new ArrayList<>();
  private int all;
  private int changing;
  private int equal;
  private int equalChanging;

  @Test
  void decidesAsTheRealController() throws IOException {
    try (BufferedReader lines = recording()) {
      HpaSpec spec = null;
      String name = "";
      Autoscaler model = new Autoscaler();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = mapper.readTree(line);
        if (node.has("name")) {
          name = node.path("name").asText() + " " + all;
          spec = spec(node);
          model = new Autoscaler();
        } else {
          compare(name, spec, model, node);
        }
      }
    }
    System.out.printf(
        "model and controller agree on %d of %d decisions, %d of %d that change the replicas%n",
        equal, all, equalChanging, changing);
    assertThat(all).isGreaterThan(7000);
    assertThat(changing).isGreaterThan(600);
    assertThat((double) equal / all).as("%s", wrong).isGreaterThanOrEqualTo(0.99);
    assertThat((double) equalChanging / changing).as("%s", wrong).isGreaterThanOrEqualTo(0.95);
  }

  private void compare(String name, HpaSpec spec, Autoscaler model, JsonNode node) {
    int current = node.path("current").asInt();
    int real = node.path("desired").asInt();
    long at = node.path("at").asLong();
    int modelled = model.decide(spec, current, pods(node.path("pods")), at).replicas();
    all++;
    equal += modelled == real ? 1 : 0;
    changing += real != current ? 1 : 0;
    equalChanging += real != current && modelled == real ? 1 : 0;
    if (modelled != real) {
      wrong.add("%s at %d: %d to %d, not %d".formatted(name, at, current, real, modelled));
    }
  }

  private static BufferedReader recording() throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(
                RecordedDecisionsTest.class.getResourceAsStream("decisions.jsonl.gz")),
            StandardCharsets.UTF_8));
  }

  private static HpaSpec spec(JsonNode node) {
    List<MetricTarget> metrics = new ArrayList<>();
    for (JsonNode metric : node.path("metrics")) {
      String name = metric.path("name").asText();
      long request = metric.path("request").asLong();
      MetricTarget.Kind kind =
          request == 0
              ? MetricTarget.Kind.AVERAGE
              : name.equals("cpu")
                  ? MetricTarget.Kind.CPU_UTILIZATION
                  : MetricTarget.Kind.UTILIZATION;
      metrics.add(new MetricTarget(name, kind, metric.path("target").asLong(), request));
    }
    JsonNode up = node.path("up");
    JsonNode down = node.path("down");
    return new HpaSpec(
        node.path("min").asInt(),
        node.path("max").asInt(),
        metrics,
        rules(up),
        rules(down),
        new Tolerance(down.path("tolerance").asDouble(0.1), up.path("tolerance").asDouble(0.1)));
  }

  private static ScalingRules rules(JsonNode node) {
    List<ScalingPolicy> policies = new ArrayList<>();
    for (JsonNode policy : node.path("policies")) {
      policies.add(
          new ScalingPolicy(
              policy.path(0).asText().equals("Pods")
                  ? ScalingPolicy.Kind.PODS
                  : ScalingPolicy.Kind.PERCENT,
              policy.path(1).asInt(),
              policy.path(2).asInt()));
    }
    ScalingRules.Select select =
        switch (node.path("select").asText()) {
          case "Max" -> ScalingRules.Select.MAX;
          case "Min" -> ScalingRules.Select.MIN;
          default -> ScalingRules.Select.DISABLED;
        };
    return new ScalingRules(node.path("window").asInt(), select, policies);
  }

  private static List<PodGroup> pods(JsonNode node) {
    List<PodGroup> result = new ArrayList<>();
    for (JsonNode group : node) {
      Map<String, Sample> samples = new HashMap<>();
      group
          .path(5)
          .properties()
          .forEach(
              e ->
                  samples.put(
                      e.getKey(),
                      new Sample(
                          e.getValue().path(0).asLong(),
                          e.getValue().path(1).asLong(),
                          e.getValue().path(2).asLong())));
      result.add(
          new PodGroup(
              group.path(0).asInt(),
              Phase.valueOf(group.path(1).asText()),
              group.path(2).asBoolean(),
              group.path(3).asLong(),
              group.path(4).asLong(),
              samples));
    }
    return result;
  }
}
