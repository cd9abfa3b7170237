package io.traceo.activities.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The line of timelines that leads to one of them: each with the position at which it left the one
 * before (PostgreSQL manual, "Timelines"). Pure.
 */
public final class Timelines {
  private final List<Part> parts;

  private Timelines(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * The line of a timeline.
   *
   * @param history text of its history file; empty for the first timeline
   */
  public static Timelines of(int timeline, String history) {
    List<Part> parts = new ArrayList<>();
    long begin = 0;
    for (String line : history.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length >= 2 && !words[0].startsWith("#")) {
        parts.add(new Part(Integer.parseInt(words[0]), begin));
        begin = bytes(words[1]);
      }
    }
    parts.add(new Part(timeline, begin));
    return new Timelines(parts);
  }

  /** The line of the newest timeline that there is a history of, or of this one if it is newer. */
  public static Timelines newest(Map<Integer, String> histories, int atLeast) {
    int newest = histories.keySet().stream().mapToInt(t -> t).max().orElse(1);
    int timeline = Math.max(newest, atLeast);
    return of(timeline, histories.getOrDefault(timeline, ""));
  }

  private static long bytes(String position) {
    String[] halves = position.split("/", 2);
    return (Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16);
  }

  /** The one that it leads to. */
  public int last() {
    return parts.get(parts.size() - 1).timeline();
  }

  /** Position at which the last one left its parent; 0 for the first timeline. */
  public long lastFork() {
    return parts.get(parts.size() - 1).begin();
  }

  /** Whether the timeline is on the line and still was the valid one at that position. */
  public boolean has(int timeline, long position) {
    return parts.stream().anyMatch(p -> p.timeline() == timeline) && position <= forkOf(timeline);
  }

  /** Where the line leaves a timeline; {@link Long#MAX_VALUE} when it never does. */
  public long forkOf(int timeline) {
    for (int i = 0; i + 1 < parts.size(); i++) {
      if (parts.get(i).timeline() == timeline) {
        return parts.get(i + 1).begin();
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * The timeline of the record that ends at this position. A fork itself still belongs to the older
   * one: nothing of the newer has been read there.
   */
  public int endingAt(long position) {
    int found = parts.get(0).timeline();
    for (Part part : parts) {
      if (part.begin() < position) {
        found = part.timeline();
      }
    }
    return found;
  }

  /** The segment of this number that recovery reads first: the newest timeline that has begun. */
  public WalName segment(long number) {
    int found = parts.get(0).timeline();
    for (Part part : parts) {
      if (part.begin() / WalName.BYTES <= number) {
        found = part.timeline();
      }
    }
    return new WalName(found, number);
  }

  /** Whether recovery may read this segment: nothing past a fork is the old timeline's. */
  public boolean mayRead(WalName segment) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.timeline() == segment.timeline()) {
        return part.begin() < segment.end()
            && (i + 1 == parts.size() || parts.get(i + 1).begin() > segment.start());
      }
    }
    return false;
  }

  private record Part(int timeline, long begin) {}
}
