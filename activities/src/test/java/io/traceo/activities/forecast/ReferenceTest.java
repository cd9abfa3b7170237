package io.traceo.activities.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.regarima.RegArimaForecasts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Against statsmodels: {@code reference.json}, made by {@code make_reference.py} beside it. */
class ReferenceTest {

  @TestFactory
  List<DynamicTest> sarimaAtEqualParameters() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : cases()) {
      for (JsonNode expected : one.get("sarima")) {
        tests.add(
            DynamicTest.dynamicTest(
                one.get("file").asText()
                    + " to "
                    + one.get("end")
                    + " "
                    + expected.get("parameters"),
                () -> sarima(series(one), expected)));
      }
      tests.add(
          DynamicTest.dynamicTest(
              one.get("file").asText() + " to " + one.get("end") + " at its best",
              () -> sarima(series(one), one.get("best"))));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> sarimaWithGaps() throws Exception {
    return cases().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("file").asText() + " to " + one.get("end"),
                    () -> gaps(series(one), one.get("withGaps"))))
        .toList();
  }

  /**
   * Statsmodels ends at the very border of what can be inverted, where JDemetra+ stops short: a
   * difference of a fifth there moves no forecast that anybody would see.
   */
  @TestFactory
  List<DynamicTest> estimationIsNotBehind() throws Exception {
    return cases().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("file").asText() + " to " + one.get("end"),
                    () ->
                        assertThat(Sarima.fit(series(one)).logLikelihood())
                            .isGreaterThan(one.get("best").get("logLikelihood").asDouble() - 0.2)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> etsAtEqualParameters() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : cases()) {
      for (JsonNode expected : one.get("ets")) {
        tests.add(
            DynamicTest.dynamicTest(
                one.get("file").asText() + " to " + one.get("end") + " " + expected.get("damped"),
                () -> ets(series(one), expected)));
      }
    }
    return tests;
  }

  private static void sarima(CleanSeries series, JsonNode expected) {
    double[] p = doubles(expected.get("parameters"));
    Sarima.Fit fit =
        Sarima.at(series, new double[] {p[0], p[1]}, new double[] {p[2], p[3]}, p[4], p[5]);

    assertThat(fit.logLikelihood())
        .isCloseTo(expected.get("logLikelihood").asDouble(), within(1e-8));
    assertThat(fit.variance()).isCloseTo(expected.get("variance").asDouble(), within(1e-10));
    RegArimaForecasts.Result result =
        RegArimaForecasts.calcForecast(
            fit.model(), DoubleSeq.of(fit.interpolated()), 30, fit.variance());
    assertThat(result.getForecasts())
        .containsExactly(doubles(expected.get("forecast")), within(1e-6));
    assertThat(result.getForecastsStdev())
        .containsExactly(doubles(expected.get("stdev")), within(1e-4));
  }

  private static void gaps(CleanSeries series, JsonNode expected) {
    double[] p = doubles(expected.get("parameters"));
    for (JsonNode gap : expected.get("gaps")) {
      series.values()[gap.asInt()] = Double.NaN;
    }
    Sarima.Fit fit =
        Sarima.at(series, new double[] {p[0], p[1]}, new double[] {p[2], p[3]}, p[4], p[5]);

    assertThat(
            RegArimaForecasts.calcForecast(
                    fit.model(), DoubleSeq.of(fit.interpolated()), 30, fit.variance())
                .getForecasts())
        .containsExactly(doubles(expected.get("forecast")), within(1e-5));
  }

  private static void ets(CleanSeries series, JsonNode expected) {
    boolean damped = expected.get("damped").asBoolean();
    EtsModel model = damped ? new EtsModel(0.3, 0.05, 0.2, 0.9) : new EtsModel(0.3, 0, 0.2, 0);
    EtsModel.Run run = model.run(series.values(), Ets.firstState(series));

    assertThat(Arrays.stream(run.errors()).map(e -> e * e).sum())
        .isCloseTo(expected.get("squares").asDouble(), within(1e-9));
    assertThat(model.expect(run.last(), 30))
        .containsExactly(doubles(expected.get("forecast")), within(1e-9));
    assertThat(model.growth(30)).containsExactly(doubles(expected.get("growth")), within(1e-9));
  }

  private static CleanSeries series(JsonNode one) {
    double[] all = Traces.daily(one.get("file").asText());
    int end = one.get("end").asInt();
    double[] window = Arrays.copyOfRange(all, end - 90, end);
    double mean = Arrays.stream(window).average().orElseThrow();
    return new CleanSeries(Arrays.stream(window).map(v -> v / mean).toArray(), 0);
  }

  private static List<JsonNode> cases() throws Exception {
    try (InputStream file = ReferenceTest.class.getResourceAsStream("reference.json")) {
      return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false).toList();
    }
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
