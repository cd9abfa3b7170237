package io.traceo.activities.capacity.simulation;

/** A way of scaling. */
public enum Strategy {
  /** Headroom times the peak of the days before, all the time. */
  STATIC("static"),
  /** The autoscaler with the target as it is rolled out. */
  AS_GIVEN("reactive, target as given"),
  /** The autoscaler with the cheapest target that was good enough on the days before. */
  REACTIVE("reactive, tuned"),
  /** The same, with a floor from a forecast of the next minutes. */
  PREDICTIVE("predictive"),
  /** The same, with a floor from a forecast of the day's peak. */
  DAILY_FLOOR("daily floor"),
  /** One that knows what comes; nothing can be better. */
  ORACLE("perfect oracle");

  private final String words;

  Strategy(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
