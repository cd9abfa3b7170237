package io.traceo.activities.cluster.kubernetes;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Traceo reads and writes of an object that has a size: a Deployment's replicas, or an
 * autoscaler's floor. Pure: each step answers what the object should be.
 *
 * <p>Annotations, beside people's own {@code traceo.io/leading-size} (how large it must be to
 * lead):
 *
 * <ul>
 *   <li>{@code traceo.io/epoch}: of the last change; a lower one is refused.
 *   <li>{@code traceo.io/home}: size and role before Traceo's first change, for example {@code 1
 *       following}; gone once it is that again.
 *   <li>{@code traceo.io/before-fence}: size before the fence, for its undo.
 * </ul>
 *
 * @param size replicas, or floor
 * @param annotations all of the object's
 */
record Sized(int size, Map<String, String> annotations) {
  static final String EPOCH = "traceo.io/epoch";
  static final String LEADING_SIZE = "traceo.io/leading-size";
  static final String HOME = "traceo.io/home";
  static final String BEFORE_FENCE = "traceo.io/before-fence";

  private static final String LEADING = "leading";
  private static final String FOLLOWING = "following";

  Sized {
    annotations = Map.copyOf(annotations);
  }

  long epoch() {
    return number(EPOCH, 0);
  }

  /** Whether it is larger than its own size because its region leads for a while. */
  boolean leadsForAWhile() {
    return annotations.getOrDefault(HOME, "").endsWith(" " + FOLLOWING);
  }

  /** At zero; remembers what it was. */
  Sized fenced(long epoch) {
    check(epoch);
    if (size == 0 && epoch() == epoch) {
      return this;
    }
    Map<String, String> next = next(epoch);
    if (size > 0) {
      next.put(BEFORE_FENCE, Integer.toString(size));
      next.putIfAbsent(HOME, size + " " + LEADING);
    }
    return new Sized(0, next);
  }

  /** As before the fence; with a higher epoch in any case. */
  Sized unfenced(long epoch) {
    check(epoch);
    Map<String, String> next = next(epoch);
    boolean fenced = size == 0 && next.containsKey(BEFORE_FENCE);
    int before = fenced ? (int) number(BEFORE_FENCE, 0) : size;
    next.remove(BEFORE_FENCE);
    if (next.getOrDefault(HOME, "").equals(before + " " + LEADING)) {
      next.remove(HOME);
    }
    return new Sized(before, next);
  }

  /**
   * Large enough to lead, never smaller than it is.
   *
   * @param most the largest it may be, null without a limit
   */
  Sized raised(long epoch, @Nullable Integer most) {
    check(epoch);
    int wanted = Math.max(size, Math.max((int) number(LEADING_SIZE, 0), homeSize()));
    if (most != null) {
      wanted = Math.max(size, Math.min(wanted, most));
    }
    Map<String, String> next = next(epoch);
    next.remove(BEFORE_FENCE);
    if (wanted != size) {
      next.putIfAbsent(HOME, size + " " + FOLLOWING);
    }
    if (next.getOrDefault(HOME, "").equals(wanted + " " + LEADING)) {
      next.remove(HOME);
    }
    return new Sized(wanted, next);
  }

  /** One that was raised only for a while has its own size again; others stay as they are. */
  Sized settled(long epoch) {
    check(epoch);
    if (!leadsForAWhile()) {
      return this;
    }
    Map<String, String> next = next(epoch);
    next.remove(HOME);
    next.remove(BEFORE_FENCE);
    return new Sized(homeSize(), next);
  }

  private int homeSize() {
    String home = annotations.getOrDefault(HOME, "0 ");
    return Integer.parseInt(home.substring(0, home.indexOf(' ')));
  }

  private Map<String, String> next(long epoch) {
    Map<String, String> next = new LinkedHashMap<>(annotations);
    next.put(EPOCH, Long.toString(epoch));
    return next;
  }

  private void check(long asked) {
    if (epoch() > asked) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH,
          "the workload has epoch " + epoch() + ", this run has " + asked + ": a newer one acted");
    }
  }

  private long number(String annotation, long orElse) {
    String text = annotations.get(annotation);
    try {
      return text == null ? orElse : Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "annotation " + annotation + " is \"" + text + "\"; it must be a number",
          e);
    }
  }
}
