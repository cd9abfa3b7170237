package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Survey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Looks at all members at once; one that stays silent costs its limit and no more. */
final class Surveyor {
  private static final long LIMIT_MILLIS = 800;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "survey");
            thread.setDaemon(true);
            return thread;
          });

  Survey survey(List<Member> members) {
    List<CompletableFuture<MemberState>> looks =
        members.stream()
            .map(
                m ->
                    CompletableFuture.supplyAsync(
                            () -> m.with(connection -> MemberLook.look(m, connection)), threads)
                        .completeOnTimeout(
                            missing(m.region(), "silent for " + LIMIT_MILLIS + " ms"),
                            LIMIT_MILLIS,
                            TimeUnit.MILLISECONDS)
                        .exceptionally(e -> missing(m.region(), reason(e))))
            .toList();
    return new Survey(looks.stream().map(CompletableFuture::join).toList());
  }

  private static String reason(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof ApplicationFailure failure
        ? failure.getOriginalMessage()
        : cause.toString();
  }

  private static MemberState missing(String region, String problem) {
    return new MemberState(region, false, false, 0, 0, 0, null, null, List.of(), 0, problem);
  }
}
