package io.traceo.lab;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault as somebody asks for it.
 *
 * @param id the same id again changes nothing
 * @param region whose
 * @param kind {@code blackhole}, {@code cut}, {@code kill}, {@code freeze}, {@code slow=MS}, {@code
 *     jitter=MS}, {@code loss=PCT} or {@code restore}
 * @param towards only what goes from the region to this place; null for all links both ways
 * @param deadManSeconds the fault is lifted by itself after this time; 0 for never
 */
public record FaultOrder(
    String id, String region, String kind, @Nullable String towards, long deadManSeconds) {
  /** What can be asked for. */
  public static final String KINDS =
      "blackhole, cut, kill, freeze, slow=MS, jitter=MS, loss=PCT, restore";

  /** The kind without its number, in lower case. */
  public String name() {
    return kind.toLowerCase(Locale.ROOT).replaceAll("=.*", "");
  }

  /**
   * The number behind the equals sign.
   *
   * @throws IllegalArgumentException when there is none or it is out of range
   */
  public int amount(int most) {
    int at = kind.indexOf('=');
    try {
      int amount = at < 0 ? -1 : Integer.parseInt(kind.substring(at + 1).strip());
      if (amount < 0 || amount > most) {
        throw new NumberFormatException();
      }
      return amount;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "fault " + kind + " needs a number from 0 to " + most + "; faults are " + KINDS, e);
    }
  }
}
