package io.traceo.workflows.restore;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a restore. {@code {"group":"na"}} restores the newest state beside the group, in its cold
 * region.
 *
 * @param group replication group
 * @param to {@code latest}, a time with its zone, a position such as {@code 0/5000028}, or {@code
 *     backup} for the first moment that the named backup is consistent; latest when nothing was
 *     typed
 * @param backup id of the backup to start from; the best one when nothing was typed
 * @param region where to restore; the cold region when nothing was typed
 * @param takeOver whether the restored server is to lead the group
 * @param lost members that the starter declares gone: a take-over waits for nobody else
 * @param acceptLoss the starter says yes to the loss that the plan names; a take-over needs it
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan
 * @param lentBy drill's grant under which a take-over happens; never typed
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreRequest(
    String group,
    @Nullable String to,
    @Nullable String backup,
    @Nullable String region,
    boolean takeOver,
    List<String> lost,
    boolean acceptLoss,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @Nullable String lentBy,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN =
      List.of(
          "group",
          "to",
          "backup",
          "region",
          "takeOver",
          "lost",
          "acceptLoss",
          "reason",
          "startedBy",
          "dryRun");

  public RestoreRequest {
    lost = lost == null ? List.of() : List.copyOf(lost);
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    List<String> problems =
        new ArrayList<>(
            new StrictFields().required("group", group).unknown(unknown, KNOWN).problems());
    RestoreTarget target = target();
    if (target == null) {
      problems.add(
          "to is \""
              + to
              + "\"; it can be latest, backup, a time with its zone such as"
              + " 2026-11-25T03:00:00Z, or a position such as 0/5000028");
    } else if (target.kind() == RestoreTarget.Kind.BACKUP && backup == null) {
      problems.add("to is \"backup\": name the one in field \"backup\"");
    }
    if (!takeOver && !lost.isEmpty()) {
      problems.add("\"lost\" only has a meaning with \"takeOver\"");
    }
    if (!takeOver && acceptLoss) {
      problems.add("\"acceptLoss\" only has a meaning with \"takeOver\"");
    }
    return problems;
  }

  /** Where to stop; null when what was typed has no meaning. */
  public @Nullable RestoreTarget target() {
    String typed = to == null || to.isBlank() ? "latest" : to.strip();
    switch (typed.toLowerCase(Locale.ROOT)) {
      case "latest" -> {
        return RestoreTarget.LATEST;
      }
      case "backup" -> {
        return new RestoreTarget(RestoreTarget.Kind.BACKUP, null, null);
      }
      default -> {
        Long position = position(typed);
        return position != null
            ? new RestoreTarget(RestoreTarget.Kind.POSITION, null, position)
            : time(typed);
      }
    }
  }

  /** As PostgreSQL writes positions: two hexadecimal halves. */
  private static @Nullable Long position(String typed) {
    if (!typed.matches("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}")) {
      return null;
    }
    String[] halves = typed.split("/", 2);
    return (Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16);
  }

  private static @Nullable RestoreTarget time(String typed) {
    try {
      long millis = OffsetDateTime.parse(typed.replace(' ', 'T')).toInstant().toEpochMilli();
      return new RestoreTarget(RestoreTarget.Kind.TIME, millis, null);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
