package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Lessons;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.activities.evidence.html.Page.Tile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the template prints of a plan, in words. Public because the template engine reads
 * public types only.
 *
 * @param tone how the verdict looks: {@code good}, {@code bad}, or neither
 * @param sentence the verdict in one sentence
 */
public record PlanPage(
    String title,
    String verdict,
    String tone,
    String heading,
    String sentence,
    String subtitle,
    List<Tile> tiles,
    List<String> shortages,
    List<String> unknown,
    List<String> remarks,
    List<SizeRow> sizes,
    List<Group> groups,
    List<Fact> costs,
    List<RegionView> regions,
    List<String> leftOut,
    List<StepGroup> steps,
    List<String> simulated,
    List<Fact> facts,
    List<String> events,
    Lessons lessons,
    String reportId) {

  /** A region's numbers in a line. */
  public record SizeRow(
      String region,
      String peak,
      String withHeadroom,
      String needed,
      String minimum,
      String maximum,
      String expected,
      String today) {}

  /** A group, should its leader be lost. */
  public record Group(String name, String leader, String tier, String command, List<Room> rooms) {}

  /**
   * A candidate target.
   *
   * @param tone {@code good} or {@code bad}
   * @param limits each in words
   */
  public record Room(
      String target,
      String needed,
      String peaks,
      String tone,
      String outcome,
      List<String> limits,
      @Nullable String until) {}

  /**
   * A region with its drawing.
   *
   * @param charts one for each width of window; none without a history
   * @param notes gaps, warnings, problems
   */
  public record RegionView(
      String region,
      String group,
      String description,
      List<DemandChart> charts,
      String choice,
      List<MethodRow> methods,
      List<String> notes) {}

  /** A method in the comparison. */
  public record MethodRow(
      String name,
      boolean chosen,
      String peak,
      String error,
      String folds,
      String coverage,
      @Nullable String note) {}
}
