package io.traceo.activities.forecast;

import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.RegionForecast;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What bench/forecast prints. Its argument is the folder of the traces. */
final class ForecastBench {
  private static final int WINDOW = 90;
  private static final int DAYS = RegionForecast.DAYS;
  private static final double LIMIT = 1.05;

  private ForecastBench() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    double[] taxi = read(data.resolve("nyc_taxi_daily.csv"));
    double[] electricity = read(data.resolve("vic_elec_daily.csv"));
    boolean met = times(taxi, electricity);
    met &= accuracy("taxi", taxi, 7);
    met &= accuracy("electricity", electricity, 28);
    met &= tooFew(read(data.resolve("worldcup98_requests_daily.csv")));
    System.exit(met ? 0 : 1);
  }

  private static boolean times(double[] taxi, double[] electricity) {
    double[][] regions = new double[7][];
    for (int region = 0; region < regions.length; region++) {
      double[] from = region % 2 == 0 ? taxi : electricity;
      int end = from.length - 10 * region;
      regions[region] = Arrays.copyOfRange(from, end - WINDOW, end);
    }
    List<Double> one = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    for (int run = 0; run < 12; run++) {
      for (double[] region : regions) {
        long started = System.nanoTime();
        long cpu = cpu();
        Cleaning cleaning = Cleaning.of(region);
        for (Method method :
            List.of(new Sarima(), new SeasonalNaive(), new WeekdayMean(), new Ets())) {
          method.project(cleaning.series(), DAYS);
        }
        one.add((System.nanoTime() - started) / 1e6);
        busy.add((cpu() - cpu) / 1e6);
      }
      if (run % 4 == 3) {
        long started = System.nanoTime();
        for (double[] region : regions) {
          RegionForecaster.forecast(history(region), 0.3);
        }
        all.add((System.nanoTime() - started) / 1e9);
      }
    }
    // The first rounds warm the machine up.
    double median = median(one.subList(4 * regions.length, one.size()));
    int warm = 4 * regions.length;
    System.out.printf(
        "one region, four methods: median %.0f ms of %d, %.0f ms of them on a processor (limit"
            + " 100)%n",
        median, one.size() - warm, median(busy.subList(warm, busy.size())));
    System.out.printf(
        "seven regions with backtests: %s s (limit 10)%n",
        all.stream().map("%.1f"::formatted).toList());
    return median <= 100 && median(all) <= 10;
  }

  private static boolean accuracy(String name, double[] series, int step) {
    Map<String, List<Double>> mase = new LinkedHashMap<>();
    List<Double> chosen = new ArrayList<>();
    double covered = 0;
    for (int end = WINDOW; end + DAYS <= series.length; end += step) {
      double[] window = Arrays.copyOfRange(series, end - WINDOW, end);
      double[] actual = Arrays.copyOfRange(series, end, end + DAYS);
      double unit =
          Arrays.stream(new CleanSeries(window, 0).weeklyChanges())
              .map(Math::abs)
              .average()
              .orElseThrow();
      RegionForecast forecast = RegionForecaster.forecast(history(window), 0.3);
      for (MethodForecast method : forecast.methods()) {
        mase.computeIfAbsent(method.name(), m -> new ArrayList<>())
            .add(error(method, actual) / unit);
      }
      MethodForecast used = forecast.chosenMethod();
      chosen.add(error(used, actual) / unit);
      for (int day = 0; day < DAYS; day++) {
        covered +=
            actual[day] >= used.lower().get(day) && actual[day] <= used.upper().get(day) ? 1 : 0;
      }
    }
    int early = chosen.size() / 2;
    int all = chosen.size();
    String best =
        mase.keySet().stream()
            .min((a, b) -> Double.compare(mean(mase.get(a), 0, early), mean(mase.get(b), 0, early)))
            .orElseThrow();
    double naive = mean(mase.get(SeasonalNaive.NAME), early, all);
    double held = mean(mase.get(best), early, all);
    System.out.printf(
        "%s, %d windows of %d days, MASE of the %d days after: %s%n",
        name, all, WINDOW, DAYS, words(mase));
    System.out.printf(
        "  best on the early half: %s; on the later half %.2f, seasonal naive %.2f, ratio %.2f"
            + " (limit %.2f)%n",
        best, held, naive, held / naive, LIMIT);
    double asPlanned = mean(chosen, 0, all) / mean(mase.get(SeasonalNaive.NAME), 0, all);
    System.out.printf(
        "  as a plan chooses, in every window by itself: %.2f, ratio %.2f; 95 %% intervals held"
            + " %.1f %%%n",
        mean(chosen, 0, all), asPlanned, 100 * covered / DAYS / all);
    return held <= LIMIT * naive && asPlanned <= LIMIT;
  }

  private static boolean tooFew(double[] series) {
    try {
      RegionForecaster.forecast(history(series), 0.3);
      System.out.println(
          "World Cup: forecast from " + series.length + " days, which should be refused");
      return false;
    } catch (IllegalArgumentException e) {
      System.out.println("World Cup: " + e.getMessage());
      return true;
    }
  }

  private static double error(MethodForecast method, double[] actual) {
    double sum = 0;
    for (int day = 0; day < DAYS; day++) {
      sum += Math.abs(actual[day] - method.mean().get(day));
    }
    return sum / DAYS;
  }

  private static String words(Map<String, List<Double>> mase) {
    List<String> words = new ArrayList<>();
    mase.forEach(
        (name, errors) -> words.add("%s %.2f".formatted(name, mean(errors, 0, errors.size()))));
    return String.join(", ", words);
  }

  private static double mean(List<Double> values, int from, int to) {
    return values.subList(from, to).stream().mapToDouble(v -> v).average().orElseThrow();
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(List<Double> values) {
    return Cleaning.median(values.stream().mapToDouble(v -> v).toArray());
  }

  private static DemandHistory history(double[] days) {
    List<Double> values = Arrays.stream(days).boxed().toList();
    return new DemandHistory(
        "bench", "a trace", LocalDate.of(2026, 1, 1), values, values, List.of(), List.of());
  }

  private static double[] read(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .skip(1)
        .mapToDouble(l -> Double.parseDouble(l.substring(l.indexOf(',') + 1)))
        .toArray();
  }
}
