package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Lessons;
import io.traceo.activities.evidence.html.Page.StepGroup;
import java.util.List;

/**
 * Everything that the template prints of a rollout, in words. Public because the template engine
 * reads public types only.
 *
 * @param tone how the verdict looks: {@code good}, {@code bad}, or neither
 * @param sentence the verdict in one sentence
 */
public record RolloutPage(
    String title,
    String verdict,
    String tone,
    String heading,
    String sentence,
    String subtitle,
    List<Row> regions,
    List<String> readings,
    List<StepGroup> steps,
    List<String> simulated,
    List<Fact> facts,
    List<String> events,
    Lessons lessons,
    String reportId) {

  /**
   * A region.
   *
   * @param changes its differences, then what others manage
   * @param tone of its state
   */
  public record Row(
      String batch, String region, String size, List<String> changes, String state, String tone) {}
}
