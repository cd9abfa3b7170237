package io.traceo.workflows.contract;

import java.util.List;

/** Stable types of application failures. What is in {@link #FINAL} is never retried. */
public final class FailureTypes {
  /** The start record or the configuration is wrong. Final. */
  public static final String INVALID_REQUEST = "InvalidRequest";

  /** Data would leave where it may be. Final. */
  public static final String RESIDENCY = "ResidencyViolation";

  /** A higher epoch was found where the write happens: this run is stale. Final. */
  public static final String STALE_EPOCH = "StaleEpoch";

  /** The live state is not what the step expects and was changed by somebody else. Final. */
  public static final String CONFLICT = "Conflict";

  /** The member, server or name could not be reached now. Retried. */
  public static final String UNREACHABLE = "Unreachable";

  /** Reached, but not there yet. Retried. */
  public static final String NOT_READY = "NotReady";

  /** Credentials were refused. Final. */
  public static final String FORBIDDEN = "Forbidden";

  /** The run was asked to stop and undid what it had changed. Final. */
  public static final String ABORTED = "Aborted";

  /** A step's budget ran out and its action is ABORT. Final. */
  public static final String BUDGET_EXPIRED = "BudgetExpired";

  /** A gate isn't met; nothing was changed, or what was changed is undone. Final. */
  public static final String REFUSED = "Refused";

  /** Only people may say whether it goes on. Final: trying again does not ask them. */
  public static final String NEEDS_APPROVAL = "NeedsApproval";

  /** What was read is not what was written: damaged, cut short, or made with another key. Final. */
  public static final String CORRUPT = "Corrupt";

  /** Types that a retry cannot mend. */
  public static final List<String> FINAL =
      List.of(
          INVALID_REQUEST,
          RESIDENCY,
          STALE_EPOCH,
          CONFLICT,
          FORBIDDEN,
          ABORTED,
          BUDGET_EXPIRED,
          REFUSED,
          NEEDS_APPROVAL,
          CORRUPT);

  private FailureTypes() {}
}
