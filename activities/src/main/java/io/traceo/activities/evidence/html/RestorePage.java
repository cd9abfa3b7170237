package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Lessons;
import io.traceo.activities.evidence.html.Page.Objective;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.activities.evidence.html.Page.Tile;
import java.util.List;

/**
 * Everything that the template prints of a restore, in words. Public because the template engine
 * reads public types only.
 *
 * @param verdict {@code GREEN}, {@code RED}, {@code DONE}, {@code FAILED}, {@code REFUSED} or
 *     {@code PLANNED}
 * @param tone how it looks: {@code good}, {@code bad}, or neither
 * @param sentence the verdict in one sentence
 * @param plan as it was when the run began; empty when none was made
 */
public record RestorePage(
    String title,
    String verdict,
    String tone,
    String heading,
    String sentence,
    String subtitle,
    List<Tile> tiles,
    List<Objective> objectives,
    List<Fact> plan,
    List<Proof> checks,
    List<StepGroup> steps,
    List<String> simulated,
    List<Fact> facts,
    List<String> events,
    Lessons lessons,
    String reportId) {

  /** One check of what was restored. */
  public record Proof(String name, String detail, boolean passed) {}
}
