package io.traceo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A lab's status for people. */
final class LabText {
  private LabText() {}

  static List<String> lines(LabStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Temporal  "
            + status.temporal().address()
            + (status.temporal().ui() == null ? "" : "   Web UI " + status.temporal().ui()));
    status.groups().forEach((name, group) -> lines.addAll(group(name, group)));
    status
        .processes()
        .forEach(
            (name, pid) -> {
              if (pid == null) {
                lines.add(
                    name
                        + " has ended; start it again with: traceo lab fault "
                        + name
                        + " restore");
              }
            });
    status.faults().forEach(f -> lines.add("fault     " + f));
    status.aroundLinks().forEach(f -> lines.add("AROUND A LINK " + f));
    return lines;
  }

  private static List<String> group(String name, LabStatus.Group group) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "group     "
            + name
            + ": "
            + group.verdict()
            + ", epoch "
            + group.epoch()
            + ", armed by "
            + group.armedBy()
            + ", namespace "
            + group.namespace());
    lines.add(
        "  write name "
            + group.writeName()
            + ", asked at "
            + group.dns().host()
            + " port "
            + group.dns().port());
    for (LabStatus.Member m : group.members()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-14s %-9s %s:%d  pid %s  lag %s bytes",
              m.region(),
              m.role(),
              m.host(),
              m.port(),
              m.pid() == null ? "-" : m.pid().toString(),
              m.lagBytes() == null ? "?" : m.lagBytes().toString()));
    }
    return lines;
  }
}
