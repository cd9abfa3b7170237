package io.traceo.workflows.restore;

import java.time.Duration;

/**
 * How a group's backups are made and kept: {@code runbooks/backup.yaml}.
 *
 * @param keep good backups at least; the newest is never removed
 * @param keepFor younger ones are kept too
 * @param limit of one backup; then it pages and goes on
 * @param flushEvery how often the log's unfinished segment is stored: what a lost leader may cost
 * @param archiveLagLimit an archive that is further behind than this pages, and turns a restore
 *     test RED
 */
public record BackupRunbook(
    Schedule schedule,
    int keep,
    Duration keepFor,
    Duration limit,
    Duration flushEvery,
    Duration archiveLagLimit) {}
