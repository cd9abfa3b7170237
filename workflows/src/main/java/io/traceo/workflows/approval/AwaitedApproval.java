package io.traceo.workflows.approval;

import java.util.List;

/**
 * What a run waits for, as its status shows it.
 *
 * @param subject what is to be approved
 * @param subjectHash what an {@link Approval} must name
 * @param needed how many different people
 * @param given who has said yes, each in words, with what was not signed
 * @param sinceMillis waiting since
 * @param expiresAtMillis when it pages again, or gives up
 * @param refused user names whose yes does not count: the starter
 */
public record AwaitedApproval(
    ApprovalSubject subject,
    String subjectHash,
    int needed,
    List<String> given,
    long sinceMillis,
    long expiresAtMillis,
    List<String> refused) {
  public AwaitedApproval {
    given = given == null ? List.of() : List.copyOf(given);
    refused = refused == null ? List.of() : List.copyOf(refused);
  }
}
