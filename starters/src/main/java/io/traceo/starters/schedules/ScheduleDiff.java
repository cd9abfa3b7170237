package io.traceo.starters.schedules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to change so that a namespace has the schedules of the runbooks. Pure. */
public final class ScheduleDiff {
  private ScheduleDiff() {}

  /** What is to happen to a schedule. */
  public enum Kind {
    /** It is not there. */
    CREATE,
    /** It is there, made from a runbook, and differs. */
    CHANGE,
    /** It was made from a runbook that no longer asks for it. */
    REMOVE,
    /** It was made by somebody else and has the id of one that is asked for. */
    FOREIGN
  }

  /** One field; null where it is not set. */
  public record Field(String name, @Nullable String before, @Nullable String after) {}

  /**
   * One schedule that is not as it is to be.
   *
   * @param planned as it is to be; null when it is to go
   * @param kept as it is; null when it is not there
   */
  public record Change(
      Kind kind,
      String id,
      List<Field> fields,
      @Nullable PlannedSchedule planned,
      @Nullable KeptSchedule kept) {
    public Change {
      fields = List.copyOf(fields);
    }
  }

  /**
   * In the order of the runbooks, then what goes, by id.
   *
   * @param kept every schedule that has a planned one's id, and every one that was made from a
   *     runbook, by id
   */
  public static List<Change> of(List<PlannedSchedule> planned, Map<String, KeptSchedule> kept) {
    List<Change> changes = new ArrayList<>();
    Set<String> asked = new LinkedHashSet<>();
    for (PlannedSchedule one : planned) {
      asked.add(one.id());
      KeptSchedule there = kept.get(one.id());
      Map<String, String> wanted = ScheduleFields.of(ScheduleProtos.of(one));
      if (there == null) {
        changes.add(new Change(Kind.CREATE, one.id(), fields(Map.of(), wanted), one, null));
      } else if (!there.ours()) {
        changes.add(new Change(Kind.FOREIGN, one.id(), List.of(), one, there));
      } else {
        List<Field> fields = fields(ScheduleFields.of(there.schedule()), wanted);
        if (!fields.isEmpty()) {
          changes.add(new Change(Kind.CHANGE, one.id(), fields, one, there));
        }
      }
    }
    kept.values().stream()
        .filter(k -> k.ours() && !asked.contains(k.id()))
        .sorted(Comparator.comparing(KeptSchedule::id))
        .map(
            k ->
                new Change(
                    Kind.REMOVE,
                    k.id(),
                    fields(ScheduleFields.of(k.schedule()), Map.of()),
                    null,
                    k))
        .forEach(changes::add);
    return changes;
  }

  private static List<Field> fields(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(name -> new Field(name, before.get(name), after.get(name)))
        .filter(field -> !Objects.equals(field.before(), field.after()))
        .toList();
  }
}
