package io.traceo.activities.topology;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

/** A cron expression of minute, hour, day of month, month and day of week. */
final class CronTimes {
  private CronTimes() {}

  /**
   * Its times.
   *
   * @throws IllegalArgumentException saying what can't be understood
   */
  static ExecutionTime of(String cron) {
    try {
      return ExecutionTime.forCron(
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(cron));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\""
              + cron
              + "\" can't be understood: "
              + e.getMessage()
              + "; it is minute, hour, day of month, month and day of week, such as \"0 2 * * *\"",
          e);
    }
  }
}
