package io.traceo.workflows.failover;

import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.StepActivities;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Requests of extra steps, kept; answered as told. */
final class FakeRequests implements StepActivities {
  final List<HttpStep> made = new CopyOnWriteArrayList<>();

  /** So many answers are refusals for good. */
  volatile int refusals;

  @Override
  public Receipt http(HttpStep step) {
    made.add(step);
    if (made.size() <= refusals) {
      throw FakeWorld.failure(FailureTypes.INVALID_REQUEST, step.name() + ": answered 403");
    }
    return Receipt.done("answered 204");
  }
}
