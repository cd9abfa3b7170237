package io.traceo.activities.backup;

import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.util.Map;

/**
 * One group's backups as one place reaches them.
 *
 * @param place whose view this is
 * @param databases the group's members by region
 */
public record BackupPlace(
    String place, String group, BackupAccess access, Map<String, DatabaseMember> databases) {
  public BackupPlace {
    databases = Map.copyOf(databases);
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when the place has
   *     nothing to do with the group's backups
   */
  public static BackupPlace of(PlaceConfig config, String group) {
    GroupAccess found = config.groups().get(group);
    if (found == null || found.backup() == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "place "
              + config.place()
              + " has no access to backups of group "
              + group
              + "; set \"backup\" of the group in its configuration");
    }
    return new BackupPlace(config.place(), group, found.backup(), found.databases());
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when the place has no way
   *     to that member
   */
  public DatabaseMember database(String region) {
    DatabaseMember found = databases.get(region);
    if (found == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "place " + place + " knows no database of group " + group + " in " + region);
    }
    return found;
  }
}
