package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits whole replicas over regions by weight, so that the parts add up exactly: everybody gets
 * the whole part of its quota, and those with the largest remainders one more (Hare quota, the
 * method of Hamilton). Where that is below what a region has at least, it gets that much, and the
 * rest is split over the others.
 */
final class Shares {
  private Shares() {}

  /**
   * Parts in the order of the weights.
   *
   * @param total at least the sum of {@code least}
   * @param weights not negative; all alike when all are zero
   * @param least of each
   * @throws IllegalArgumentException when {@code least} does not fit into the total
   */
  static List<Integer> split(int total, List<Double> weights, List<Integer> least) {
    int needed = least.stream().mapToInt(Integer::intValue).sum();
    if (needed > total) {
      throw new IllegalArgumentException(total + " can't be split: at least " + needed + " needed");
    }
    int[] parts = new int[weights.size()];
    List<Integer> open = new ArrayList<>(IntStream.range(0, weights.size()).boxed().toList());
    int left = total;
    boolean raised = true;
    while (raised && !open.isEmpty()) {
      remainders(left, open, weights, parts);
      raised = false;
      for (Integer at : List.copyOf(open)) {
        if (parts[at] < least.get(at)) {
          parts[at] = least.get(at);
          left -= parts[at];
          open.remove(at);
          raised = true;
        }
      }
    }
    return IntStream.of(parts).boxed().toList();
  }

  private static void remainders(int total, List<Integer> open, List<Double> weights, int[] parts) {
    double sum = open.stream().mapToDouble(weights::get).sum();
    double[] rest = new double[parts.length];
    int given = 0;
    for (int at : open) {
      double quota = total * (sum > 0 ? weights.get(at) / sum : 1.0 / open.size());
      parts[at] = (int) Math.floor(quota);
      rest[at] = quota - parts[at];
      given += parts[at];
    }
    List<Integer> byRest =
        open.stream().sorted(Comparator.comparingDouble((Integer at) -> -rest[at])).toList();
    for (int i = 0; i < total - given; i++) {
      parts[byRest.get(i % byRest.size())]++;
    }
  }
}
