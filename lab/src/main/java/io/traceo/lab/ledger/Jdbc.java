package io.traceo.lab.ledger;

import io.traceo.workflows.topology.ClientSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** Opens connections that never wait long for a silent server. */
final class Jdbc {
  private final String database;
  private final Properties login = new Properties();

  Jdbc(String database, String user, Path passwordFile, LedgerConfig.Limits limits) {
    this.database = database;
    login.setProperty("user", user);
    try {
      login.setProperty("password", Files.readString(passwordFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password file " + passwordFile, e);
    }
    login.setProperty("ApplicationName", "traceo-ledger");
    login.setProperty("sslmode", "disable");
    login.setProperty("gssEncMode", "disable");
    login.setProperty("tcpKeepAlive", Boolean.toString(ClientSettings.ADVISED.keepAlive()));
    login.setProperty("socketTimeout", Integer.toString(QuickSocketFactory.LOGIN_SECONDS));
    login.setProperty("socketFactory", QuickSocketFactory.class.getName());
    login.setProperty("socketFactoryArg", limits.connectMs() + "," + limits.loginMs());
  }

  /** A connection to this one server, whatever its role. */
  Connection open(HostPort server, int answerMs) throws SQLException {
    return open(server.toString(), "", answerMs);
  }

  /** A connection to that server of the list which leads. */
  Connection openPrimary(List<HostPort> servers, int answerMs) throws SQLException {
    String hosts = servers.stream().map(HostPort::toString).collect(Collectors.joining(","));
    return open(hosts, "?" + ClientSettings.ADVISED.hostOptions(), answerMs);
  }

  private Connection open(String hosts, String options, int answerMs) throws SQLException {
    String url = "jdbc:postgresql://" + hosts + "/" + database + options;
    Connection connection = DriverManager.getConnection(url, login);
    connection.setNetworkTimeout(Runnable::run, answerMs);
    return connection;
  }
}
