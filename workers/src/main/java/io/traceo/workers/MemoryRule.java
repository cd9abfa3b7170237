package io.traceo.workers;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is out of memory must end, so that it is started again or missed: one that lives on
 * without the thread that copied a log, or that polled a queue, looks well and does nothing.
 */
final class MemoryRule {
  private static final String FLAG = "ExitOnOutOfMemoryError";

  private MemoryRule() {}

  /**
   * Refuses to start a worker that would live on.
   *
   * @throws IllegalStateException saying what to start it with
   */
  static void require() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    require(machine == null ? null : machine.getVMOption(FLAG).getValue());
  }

  /**
   * @param value of the flag; null on a virtual machine that has none
   */
  static void require(@Nullable String value) {
    if ("false".equals(value)) {
      throw new IllegalStateException(
          "a worker must end when it is out of memory: start it with java -XX:+"
              + FLAG
              + ", and let something start it again");
    }
  }
}
