package io.traceo.workflows.restore;

/** The three runbooks of the COLD tier. */
public record BackupRunbooks(
    BackupRunbook backup, RestoreRunbook restore, RestoreTestRunbook restoreTest) {}
