package io.traceo.activities.evidence.html;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the template prints, in words. Public, with its parts, because the template
 * engine reads public types only.
 *
 * @param verdict {@code PASSED}, {@code FAILED}, {@code REFUSED} or {@code PLANNED}
 * @param tone {@code good}, {@code bad} or {@code plain}
 * @param sentence the verdict in one sentence
 * @param drawing null when writes were not recorded over time
 */
public record Page(
    String title,
    String verdict,
    String tone,
    String heading,
    String sentence,
    String subtitle,
    List<Tile> tiles,
    @Nullable Drawing drawing,
    String noDrawing,
    List<Objective> objectives,
    List<Client> clients,
    List<StepGroup> steps,
    List<Count> ledger,
    List<String> simulated,
    List<String> versions,
    List<String> offsets,
    List<Fact> facts,
    List<String> notes,
    List<String> events,
    Lessons lessons,
    String reportId) {

  /**
   * One of the big numbers.
   *
   * @param percent length of its bar; null for no bar
   * @param tone {@code good}, {@code bad} or {@code plain}
   */
  public record Tile(
      String name, String value, String note, @Nullable Integer percent, String tone) {}

  /** One promise. */
  public record Objective(
      String name, @Nullable String meaning, String limit, String measured, boolean met) {}

  /** Times of a kind of client. */
  public record Client(String name, String meaning, String firstWrite, String converged) {}

  /** Steps that belong together. */
  public record StepGroup(String name, List<Step> steps) {}

  /**
   * One step.
   *
   * @param part whether it is a part of the one above
   * @param percent of its budget; null without one
   * @param tone {@code good}, {@code bad} or {@code plain}
   */
  public record Step(
      String name,
      boolean part,
      @Nullable String meaning,
      String started,
      String took,
      String budget,
      @Nullable Integer percent,
      String outcome,
      String tone,
      @Nullable String detail) {}

  /** One number of the ledger. */
  public record Count(String name, String value, String meaning, String tone) {}

  /** One line of facts. */
  public record Fact(String name, String value) {}

  /**
   * What people learned.
   *
   * @param written in the report itself
   */
  public record Lessons(List<String> written, List<Remark> own, List<Remark> carried) {}

  /** A note. */
  public record Remark(long id, String text, String who, String state, boolean open) {}

  /**
   * The drawn timeline, once for each width of window.
   *
   * @param moments the marks in words, numbered as in the drawing
   * @param table the same by second, for those who don't see the drawing
   */
  public record Drawing(
      List<Chart> charts,
      String caption,
      String description,
      List<Swatch> keys,
      List<Moment> moments,
      List<String> servers,
      List<Second> table) {}

  /** A colour and whose it is. */
  public record Swatch(String look, String name) {}

  /** A mark in words. */
  public record Moment(int number, String name, String at, String meaning) {}

  /** Acknowledged writes in one second, by server. */
  public record Second(String from, List<Integer> acknowledged) {}
}
