package io.traceo.activities.topology;

import io.traceo.activities.steps.Statuses;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.steps.ExtraStep.HttpCall;
import io.traceo.workflows.steps.ExtraStep.Work;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a schema can't say about the steps that a runbook adds.
 *
 * @param ofDrill whether a report waits for what comes after, and nobody can be asked
 */
record ExtraStepRules(YamlFile file, boolean ofDrill) {
  private static final List<String> NO_SECRETS = List.of("accept", "content-type", "user-agent");

  void check(List<ExtraStep> before, List<ExtraStep> after) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < before.size(); i++) {
      step("/before/" + i, before.get(i), names);
      if (before.get(i).unplanned()) {
        unplanned("/before/" + i, before.get(i));
      }
    }
    names.clear();
    for (int i = 0; i < after.size(); i++) {
      step("/after/" + i, after.get(i), names);
      after("/after/" + i, after.get(i));
    }
  }

  private void unplanned(String at, ExtraStep step) {
    if (ofDrill) {
      file.error(
          at + "/unplanned",
          "a drill waits for every step before it; leave unplanned out, or move the step to"
              + " failover.yaml");
      return;
    }
    file.warn(
        at + "/unplanned",
        "an unplanned failover waits for "
            + step.name()
            + ", up to "
            + DurationText.of(step.budget().limit())
            + ", before it does anything; leave unplanned out unless it must be");
  }

  private void after(String at, ExtraStep step) {
    ExpiryAction action = step.budget().onExpiry();
    if (ofDrill && action != ExpiryAction.FORCE) {
      file.error(at + "/budget/onExpiry", "the report waits for " + step.name() + "; use FORCE");
    } else if (action == ExpiryAction.ABORT) {
      file.error(
          at + "/budget/onExpiry",
          step.name()
              + " comes after the promotion, the point of no return, and can't ABORT; use FORCE or"
              + " PAGE");
    }
    if (step.unplanned()) {
      file.warn(at + "/unplanned", "steps after a failover run after every one; leave it out");
    }
  }

  private void step(String at, ExtraStep step, Set<String> names) {
    if (!names.add(step.name())) {
      file.error(
          at + "/name", "another step is called " + step.name() + "; give each its own name");
    }
    Object mine =
        switch (step.kind()) {
          case WAIT -> step.pause();
          case HTTP -> step.http();
          case APPROVAL -> step.approval();
          case ACTIVITY -> step.activity();
          case WORKFLOW -> step.workflow();
        };
    String kind = step.kind().name().toLowerCase(Locale.ROOT);
    long set =
        Stream.of(step.pause(), step.http(), step.approval(), step.activity(), step.workflow())
            .filter(Objects::nonNull)
            .count();
    if (mine == null || set != 1) {
      file.error(
          at + "/kind",
          "a step of kind " + kind + " has the field " + kind + " and none of the other kinds'");
      return;
    }
    if (step.pause() != null && step.pause().compareTo(step.budget().limit()) >= 0) {
      file.error(at + "/wait", "it waits longer than its budget; make the budget longer");
    }
    if (step.approval() != null && ofDrill) {
      file.error(at + "/approval", "a drill can't ask people; start it when they have said yes");
    }
    http(at + "/http", step.http());
    work(at + "/" + kind + "/taskQueue", step.activity());
    work(at + "/" + kind + "/taskQueue", step.workflow());
  }

  private void work(String at, @Nullable Work work) {
    if (work != null
        && (work.taskQueue().equals(TaskQueues.CONTROL)
            || work.taskQueue().startsWith(TaskQueues.CONTROL + "-"))) {
      file.error(at, work.taskQueue() + " is Traceo's own; name the queue of your own worker");
    }
  }

  private void http(String at, @Nullable HttpCall call) {
    if (call == null) {
      return;
    }
    if (!reference(call.url()) && !address(call.url())) {
      file.error(
          at + "/url",
          "is no http or https address without a user, and no file: or env: reference");
    }
    Statuses expected = Statuses.of(call.expect());
    if (expected.from() > expected.to()) {
      file.error(at + "/expect", "no status is in " + call.expect() + "; turn it round");
    }
    call.headers()
        .forEach(
            (name, value) -> {
              if (!reference(value) && !NO_SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                file.error(
                    at + "/headers/" + name.replace("~", "~0").replace("/", "~1"),
                    "may be a secret: put it into a file or a variable, and refer to it by file: or"
                        + " env:");
              }
            });
  }

  private static boolean reference(String value) {
    return value.startsWith("file:") || value.startsWith("env:");
  }

  private static boolean address(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && List.of("http", "https").contains(String.valueOf(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
