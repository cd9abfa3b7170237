package io.traceo.workflows.restore;

import io.traceo.workflows.budget.Budget;

/**
 * What a restore may take: {@code runbooks/restore.yaml}.
 *
 * @param recovery from the start to a verified server, with a take-over until writes are open; it
 *     pages and goes on
 * @param fetch of the base
 * @param replay of the log
 * @param verify of what was restored
 */
public record RestoreRunbook(Budget recovery, Budget fetch, Budget replay, Budget verify) {}
