/**
 * The provider {@code native}: base backups and log over PostgreSQL's own protocols, kept in a
 * {@link io.traceo.activities.backup.store.BackupStore}. No program beside the server is needed.
 */
package io.traceo.activities.backup.nativ;
