/**
 * Restored servers: their folders, their isolation, replay of the archived log, checks, opening,
 * take-over of a member's place and removal. The same for every provider of backups.
 */
package io.traceo.activities.backup.restored;
