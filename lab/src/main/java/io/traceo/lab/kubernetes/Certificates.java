package io.traceo.lab.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/**
 * Certificates of a lab's API server, made anew for each lab.
 *
 * @param ca who signs, PEM
 * @param certificate the server's, with every address that leads to it
 * @param key the server's
 * @param accounts who signs service account tokens
 * @param accountsKey its key
 */
record Certificates(Path ca, Path certificate, Path key, Path accounts, Path accountsKey) {

  static Certificates make(Path folder, List<String> addresses) throws IOException {
    HeldCertificate signer =
        new HeldCertificate.Builder().commonName("traceo lab").certificateAuthority(0).build();
    HeldCertificate.Builder server =
        new HeldCertificate.Builder().commonName("kube-apiserver").signedBy(signer);
    addresses.forEach(server::addSubjectAlternativeName);
    HeldCertificate made = server.build();
    HeldCertificate accounts = new HeldCertificate.Builder().commonName("accounts").build();
    return new Certificates(
        write(folder.resolve("ca.crt"), signer.certificatePem()),
        write(folder.resolve("server.crt"), made.certificatePem()),
        write(folder.resolve("server.key"), made.privateKeyPkcs8Pem()),
        write(folder.resolve("accounts.crt"), accounts.certificatePem()),
        write(folder.resolve("accounts.key"), accounts.privateKeyPkcs8Pem()));
  }

  private static Path write(Path file, String pem) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, pem);
  }
}
