package io.traceo.activities.database.postgres;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;

/** With what a member streams from another. Names a password file, holds no password. */
public final class Conninfo {
  private Conninfo() {}

  /**
   * The {@code primary_conninfo} of a member.
   *
   * @param region the member, also its application name
   * @param upstream region to stream from
   */
  public static String of(String region, DatabaseMember member, String upstream) {
    Endpoint peer = member.peers().get(upstream);
    if (peer == null) {
      throw new IllegalArgumentException(region + " has no way to " + upstream);
    }
    return "host="
        + peer.host()
        + " port="
        + peer.port()
        + " user="
        + member.replicationUser()
        + " passfile="
        + member.replicationPassfile()
        + " application_name="
        + region
        + " connect_timeout=2 keepalives_idle=2 keepalives_interval=1 keepalives_count=3"
        + " tcp_user_timeout=3000";
  }
}
