package io.traceo.lab;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault as somebody asks for it.
 *
 * @param id the same id again changes nothing
 * @param region whose: a region, {@code control-1}, {@code control-2}, or both as {@code control}
 * @param kind {@code blackhole}, {@code cut}, {@code kill}, {@code freeze}, {@code destroy} (the
 *     region's database and its data), {@code slow=MS}, {@code jitter=MS}, {@code loss=PCT}, {@code
 *     restore} or {@code kill-at=STEP}
 * @param towards only what goes from the region to this place; null for all links both ways
 * @param deadManSeconds the fault is lifted by itself after this time; 0 for never
 */
public record FaultOrder(
    String id, String region, String kind, @Nullable String towards, long deadManSeconds) {
  /** What can be asked for. */
  public static final String KINDS =
      "blackhole, cut, kill, freeze, destroy, slow=MS, jitter=MS, loss=PCT, restore, kill-at=STEP";

  /** The kind without its number, in lower case. */
  public String name() {
    return kind.toLowerCase(Locale.ROOT).replaceAll("=.*", "");
  }

  /** What stands behind the equals sign; empty when there is none. */
  public String word() {
    int at = kind.indexOf('=');
    return at < 0 ? "" : kind.substring(at + 1).strip();
  }

  /**
   * The number behind the equals sign.
   *
   * @throws IllegalArgumentException when there is none or it is out of range
   */
  public int amount(int most) {
    try {
      int amount = Integer.parseInt(word());
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
