package io.traceo.workflows.alert;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.AlertActivities;
import io.traceo.workflows.activity.Receipt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what is sent, and can be told to take nothing. */
public final class FakeChannels implements AlertActivities {
  public final List<Alert> taken = new CopyOnWriteArrayList<>();
  public final AtomicInteger refused = new AtomicInteger();
  public volatile boolean down;

  @Override
  public Receipt send(Alert alert) {
    if (down) {
      refused.incrementAndGet();
      throw ApplicationFailure.newFailure("nobody answers", "NotReady");
    }
    taken.add(alert);
    return Receipt.done("taken");
  }

  /** Kind, what it is about, and whether it is over. */
  public List<String> said() {
    return taken.stream()
        .map(a -> a.kind() + " " + a.about() + (a.resolved() ? " over" : ""))
        .toList();
  }
}
