package io.traceo.starters.cli;

import io.traceo.workflows.topology.ClientSettings;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client of a group needs, and the settings that bound stale reads and the time of a
 * failover. Pure.
 *
 * @param urls by the write name, by the read name, and with every member
 */
record ClientAdvice(String group, Urls urls, List<Setting> settings, List<String> remains) {

  /**
   * @param write to the leader by its name
   * @param read to whoever may be read from
   * @param hosts asks every member who leads; independent of names
   */
  record Urls(String write, String read, String hosts) {}

  /**
   * @param where whose setting it is
   * @param boundSeconds how long what it prevents lasts at most; null when it is no matter of time
   */
  record Setting(
      String where, String name, String value, @Nullable Long boundSeconds, String why) {}

  static ClientAdvice of(ReplicationGroup group) {
    ClientSettings advised = ClientSettings.ADVISED;
    long ttl = group.ttl().toSeconds();
    return new ClientAdvice(
        group.id(), urls(group, advised), settings(group, advised, ttl), remains(group, ttl));
  }

  private static Urls urls(ReplicationGroup group, ClientSettings advised) {
    String common =
        "socketTimeout=%d&connectTimeout=%d&loginTimeout=%d&tcpKeepAlive=%s"
            .formatted(
                advised.answerSeconds(),
                advised.connectSeconds(),
                advised.loginSeconds(),
                advised.keepAlive());
    String members =
        group.members().stream().map(m -> "{" + m + "}").collect(Collectors.joining(","));
    return new Urls(
        "jdbc:postgresql://" + host(group.writeName()) + "/{database}?" + common,
        "jdbc:postgresql://" + host(group.readName()) + "/{database}?" + common,
        "jdbc:postgresql://" + members + "/{database}?" + advised.hostOptions() + "&" + common);
  }

  private static String host(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static List<Setting> settings(ReplicationGroup group, ClientSettings advised, long ttl) {
    String write = host(group.writeName());
    return List.of(
        new Setting(
            "URL",
            "targetServerType",
            "primary",
            null,
            "of several hosts only the one that leads is used, whatever a name says"),
        new Setting(
            "URL",
            "hostRecheckSeconds",
            Long.toString(advised.hostRecheck().toSeconds()),
            advised.hostRecheck().toSeconds(),
            "so long the driver believes that a host does not lead; its default of 10 delays the"
                + " first connection to a new leader"),
        new Setting(
            "URL",
            "socketTimeout",
            Long.toString(advised.answerSeconds()),
            advised.answerSeconds(),
            "a server that says nothing any more is left; without it a client waits for ever."
                + " Statements that take longer need a pool of their own"),
        new Setting(
            "URL",
            "connectTimeout",
            Long.toString(advised.connectSeconds()),
            advised.connectSeconds(),
            "for each host that drops packets"),
        new Setting(
            "URL",
            "loginTimeout",
            Long.toString(advised.loginSeconds()),
            advised.loginSeconds(),
            "for a server that accepts and then says nothing"),
        new Setting(
            "URL",
            "tcpKeepAlive",
            Boolean.toString(advised.keepAlive()),
            null,
            "ends idle connections to a host that has vanished, by the kernel's times: with"
                + " net.ipv4.tcp_keepalive_time=10, _intvl=5, _probes=3 after 25 s, by default"
                + " after two hours"),
        new Setting(
            "DNS",
            "TTL of " + write,
            Long.toString(ttl),
            ttl,
            "so long resolvers may keep the old leader; set by ttl in the topology"),
        new Setting(
            "JVM",
            "networkaddress.cache.ttl",
            Long.toString(ttl),
            2 * ttl,
            "so long the JVM keeps it on top; 30 s by default, for ever with a security manager."
                + " A security property: java.security, or -Dsun.net.inetaddr.ttl="
                + ttl),
        new Setting(
            "session",
            "synchronous_commit",
            "on",
            null,
            group.quorum() == 0
                ? "nobody confirms commits of this group: what is lost with a leader was"
                    + " acknowledged"
                : "off and local acknowledge without a copy: such writes may be lost, and an"
                    + " isolated leader goes on taking them"),
        new Setting(
            "code",
            "warnings at commit",
            "unknown outcome",
            null,
            "a commit that was cancelled while it waited comes back as done, with an SQL warning"
                + " (01000): it is on the leader, and perhaps nowhere else. So is a commit whose"
                + " connection broke"));
  }

  private static List<String> remains(ReplicationGroup group, long ttl) {
    ReplicationGroup g = group;
    Duration seen =
        g.probes().interval().multipliedBy(g.probes().failures()).plus(g.probes().timeout());
    return List.of(
        "a leader that is cut off together with its clients serves them stale reads until it is"
            + " fenced or the cut ends; nothing that a client sets bounds that",
        "a client that is not cut off leaves it after socketTimeout, and finds the new one after"
            + " the failover: detection takes "
            + seen.toMillis()
            + " ms of silence, names "
            + 2 * ttl
            + " s more",
        "pg_cancel_backend, statement timeouts at commit and synchronous_commit=local go around"
            + " the confirmation");
  }
}
