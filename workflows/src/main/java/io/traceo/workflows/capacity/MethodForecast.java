package io.traceo.workflows.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Daily peaks that one method expects, in metrics/s, a value a day. Never below zero.
 *
 * @param name for example {@code SARIMA(2,1,2)(1,1,1)7}
 * @param lower end of the 95 % interval, widened by what the backtest showed
 * @param upper other end
 * @param score how it did in the backtest; null when the history does not vary, so that there was
 *     nothing to compare
 * @param note what is special about it, in words; null when nothing is
 */
public record MethodForecast(
    String name,
    List<Double> mean,
    List<Double> lower,
    List<Double> upper,
    @Nullable Score score,
    @Nullable String note) {
  public MethodForecast {
    mean = mean == null ? List.of() : List.copyOf(mean);
    lower = lower == null ? List.of() : List.copyOf(lower);
    upper = upper == null ? List.of() : List.copyOf(upper);
  }

  /**
   * A method's results on days of the history that it had not seen.
   *
   * @param mase mean absolute scaled error: 1 is the error of repeating last week by one week
   *     (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001, with a season of 7 days)
   * @param folds origins that it forecast from
   * @param coverage share of the unseen days inside the interval, which was calibrated on the other
   *     folds; 0.95 is wanted
   */
  public record Score(double mase, int folds, double coverage) {}
}
