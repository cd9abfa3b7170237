package io.traceo.activities.backup.restored;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/**
 * The credential of one restored server: a client certificate that was made for it, by an authority
 * whose key is forgotten at once. A restored server has production's passwords inside; none of them
 * opens it, since nothing but this certificate is asked for.
 */
final class RestoredCredential {
  private static final String SERVER_CERTIFICATE = "server.crt";
  private static final String SERVER_KEY = "server.key";
  private static final String AUTHORITY = "authority.crt";
  private static final String CLIENT_CERTIFICATE = "client.crt";
  private static final String CLIENT_KEY = "client.pk8";

  private final RestoredFolder folder;
  private final Endpoint endpoint;
  private final String user;

  /**
   * @param user role that logs in with it: the operator's
   */
  RestoredCredential(RestoredFolder folder, Endpoint endpoint, String user) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.user = user;
  }

  /** Makes a new one; the one before no longer opens the server after its next start. */
  void make() throws IOException {
    HeldCertificate authority = certificate("traceo restore").certificateAuthority(0).build();
    HeldCertificate server =
        certificate(endpoint.host())
            .signedBy(authority)
            .addSubjectAlternativeName(endpoint.host())
            .build();
    HeldCertificate client = certificate(user).signedBy(authority).build();
    folder.write(SERVER_CERTIFICATE, bytes(server.certificatePem()));
    folder.write(SERVER_KEY, bytes(server.privateKeyPkcs8Pem()));
    folder.write(AUTHORITY, bytes(authority.certificatePem()));
    own(CLIENT_CERTIFICATE, bytes(client.certificatePem()));
    own(CLIENT_KEY, client.keyPair().getPrivate().getEncoded());
  }

  private static HeldCertificate.Builder certificate(String name) {
    return new HeldCertificate.Builder().commonName(name).duration(365, TimeUnit.DAYS);
  }

  /** For this process alone: not even the server reads it. */
  private void own(String name, byte[] content) throws IOException {
    Path file = folder.file(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Who may log in: the operator's role with that certificate, nobody else, no replication. */
  String hba() {
    return "hostssl all \"" + user.replace("\"", "\"\"") + "\" all cert\n";
  }

  /** The server's side. */
  String settings() {
    return "ssl = on\nssl_cert_file = '"
        + folder.file(SERVER_CERTIFICATE)
        + "'\nssl_key_file = '"
        + folder.file(SERVER_KEY)
        + "'\nssl_ca_file = '"
        + folder.file(AUTHORITY)
        + "'\n";
  }

  /** For a person who may read the files of the worker's user; no secret is in it. */
  String conninfo(String database) {
    return "host="
        + endpoint.host()
        + " port="
        + endpoint.port()
        + " dbname="
        + database
        + " user="
        + user
        + " sslmode=verify-ca sslrootcert="
        + folder.file(AUTHORITY)
        + " sslcert="
        + folder.file(CLIENT_CERTIFICATE)
        + " sslkey="
        + folder.file(CLIENT_KEY);
  }

  /**
   * A session of the operator on the restored server.
   *
   * @param answerSeconds how long a statement may go without an answer; 0 for any time
   */
  Connection open(String database, int answerSeconds) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("sslmode", "verify-ca");
    properties.setProperty("sslrootcert", folder.file(AUTHORITY).toString());
    properties.setProperty("sslcert", folder.file(CLIENT_CERTIFICATE).toString());
    properties.setProperty("sslkey", folder.file(CLIENT_KEY).toString());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "4");
    properties.setProperty("socketTimeout", Integer.toString(answerSeconds));
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("ApplicationName", "traceo-restore");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + endpoint.host() + ":" + endpoint.port() + "/" + database,
        properties);
  }
}
