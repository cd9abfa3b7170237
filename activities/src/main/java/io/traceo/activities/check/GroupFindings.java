package io.traceo.activities.check;

import io.traceo.activities.topology.Configuration.FindingMaker;
import io.traceo.activities.topology.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Findings about one group, each on the line of what it is about. Several may ask at once. */
final class GroupFindings {
  private final String at;
  private final FindingMaker maker;
  private final List<Finding> found = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param index of the group in the topology
   */
  GroupFindings(int index, FindingMaker maker) {
    this.at = "/groups/" + index;
    this.maker = maker;
  }

  void error(String field, String reason) {
    found.add(maker.at(Finding.Severity.ERROR, at + field, reason));
  }

  void warn(String field, String reason) {
    found.add(maker.at(Finding.Severity.WARN, at + field, reason));
  }

  /** In the order of the file, whoever answered first. */
  List<Finding> found() {
    return List.copyOf(found).stream()
        .sorted(Comparator.comparingInt(Finding::line).thenComparing(Finding::pointer))
        .toList();
  }
}
