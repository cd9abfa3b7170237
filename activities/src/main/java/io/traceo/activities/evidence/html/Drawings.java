package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Drawing;
import io.traceo.activities.evidence.html.Page.Moment;
import io.traceo.activities.evidence.html.Page.Second;
import io.traceo.activities.evidence.html.Page.Swatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The drawn timeline with everything in words beside it. */
final class Drawings {
  private final WriteData data;
  private final Timing timing;

  Drawings(WriteData data, Timing timing) {
    this.data = data;
    this.timing = timing;
  }

  Drawing drawing() {
    return new Drawing(
        Arrays.stream(WriteChart.Size.values())
            .map(size -> new WriteChart(size, data, timing).draw())
            .toList(),
        "Acknowledged writes per "
            + data.timeline().bucketMs()
            + " ms, counted by the independent"
            + " client when the answer arrived",
        description(),
        data.servers().stream().map(s -> new Swatch(data.look(s), name(s))).toList(),
        moments(),
        data.servers(),
        seconds());
  }

  private String name(String server) {
    return switch (data.look(server)) {
      case "old" -> server + ", old leader";
      case "new" -> server + ", new leader";
      default -> server;
    };
  }

  private String description() {
    WriteData.Gap gap = data.longestGap();
    String before =
        String.format(
            Locale.ROOT,
            "Before, about %.0f writes were acknowledged every %d ms.",
            data.meanBefore(),
            data.timeline().bucketMs());
    return gap.lengthMs() == 0
        ? before + " There was no time without acknowledged writes."
        : before
            + " The longest time without any was then "
            + Words.ms(gap.lengthMs())
            + ": until "
            + Words.ms(gap.toMs())
            + " after "
            + (timing.planned() ? "the decision." : "the fault.");
  }

  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    for (Timing.Moment moment : timing.moments()) {
      String at = moment.atMs() == 0 ? "0" : Words.ms(moment.atMs());
      moments.add(new Moment(moments.size() + 1, moment.name(), at, moment.meaning()));
    }
    return moments;
  }

  private List<Second> seconds() {
    int each = Math.max(1, 1000 / data.timeline().bucketMs());
    List<int[]> columns =
        data.servers().stream().map(s -> data.sum(x -> x.server().equals(s))).toList();
    List<Second> seconds = new ArrayList<>();
    for (int i = 0; i < data.length(); i += each) {
      int from = i;
      int to = Math.min(data.length(), i + each);
      seconds.add(
          new Second(
              Words.ms(data.startMs(from)),
              columns.stream().map(c -> Arrays.stream(c, from, to).sum()).toList()));
    }
    return seconds;
  }
}
