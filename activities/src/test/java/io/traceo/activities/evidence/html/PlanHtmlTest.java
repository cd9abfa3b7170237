package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.evidence.Plans;
import io.traceo.activities.evidence.note.ShownNotes;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanHtmlTest {
  private final String page = PlanHtml.render(Plans.tooLittle(), ShownNotes.NONE);

  @Test
  void verdictNumbersLimitsAndMethodsAreRead() {
    assertThat(page)
        .containsSubsequence(
            "<span class=\"verdict bad\">SHORT</span> Plan of capacity, na",
            "One limit is too low",
            "0 of 1",
            "it allows 48 replicas &lt;and&gt; needs more",
            "Sizes, in replicas",
            "60</td><td class=\"number short\" data-name=\"Maximum\">600",
            "Group na, should us-east-1 be lost",
            "quota 48: ResourceQuota compute",
            "not known: nodes: the token may not list nodes",
            "✗",
            "--size us-west-2=40:400</pre>",
            "Cost a day",
            "us-west-2 <span class=\"soft\">of na</span>",
            "2026-09-28 and 1 more days missing",
            "SARIMA(2,1,2)(1,1,1)7",
            "✓ chosen",
            "china (cn-north-1): it is isolated");
  }

  @Test
  void eachRegionIsDrawnForEachWidthAndNothingLiesOutside() {
    Pattern svg =
        Pattern.compile("(?s)<svg class=\"(\\w+) demand\" viewBox=\"0 0 (\\d+) (\\d+)\".*?</svg>");
    assertThat(svg.matcher(page).results()).hasSize(6);
    svg.matcher(page).results().forEach(PlanHtmlTest::assertInside);
  }

  private static void assertInside(MatchResult drawing) {
    double width = Double.parseDouble(drawing.group(2));
    double height = Double.parseDouble(drawing.group(3));
    assertThat(drawing.group())
        .contains("class=\"interval\"", "class=\"forecast\"", "floor", "sized");
    Pattern point = Pattern.compile("[ML](-?[\\d.]+) (-?[\\d.]+)");
    assertThat(point.matcher(drawing.group()).results())
        .hasSizeGreaterThan(140)
        .allSatisfy(
            p -> {
              assertThat(Double.parseDouble(p.group(1))).isBetween(0.0, width);
              // What is too high for its scale is put on the top border, at 12.
              assertThat(Double.parseDouble(p.group(2))).isGreaterThan(12).isLessThan(height);
            });
  }

  @Test
  void daysThatAreMissingBreakTheLineAndAreShaded() {
    String west = page.substring(page.indexOf("t-us-west-2-wide"));
    String history = west.substring(west.indexOf("class=\"history\""));
    history = history.substring(0, history.indexOf("/>"));
    assertThat(history.chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(west.substring(0, west.indexOf("</svg>"))).contains("<rect class=\"gap\"");
  }

  @Test
  void aShortHistoryIsDrawnWithoutAForecast() {
    assertThat(PlanHtml.render(Plans.tooFewDays(), ShownNotes.NONE))
        .contains("REFUSED", "class=\"history\"", "field days: 40 days of history are there")
        .doesNotContain("class=\"forecast\" d", "Sizes, in replicas");
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    assertThat(page).doesNotContain("<script", "http://", "https://", "url(");
  }
}
