package io.traceo.starters.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and keys as PEM. Errors name the file, never what stands in it. */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private PemFiles() {}

  /** A store with the server's key and certificate, under no password. */
  static KeyStore keyStore(ApiConfig.Tls tls) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = certificates(tls.certificate()).toArray(new Certificate[0]);
      PrivateKey key = privateKey(Files.readString(tls.key()), ALGORITHMS, tls.key().toString());
      store.setKeyEntry("server", key, new char[0], chain);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidApiConfigException(
          tls.certificate() + " and " + tls.key(),
          List.of("no certificate with its key: " + e.getMessage()));
    }
  }

  /** A context that trusts whom this file names, and nobody else. */
  static SSLContext trusting(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidApiConfigException(
          file.toString(), List.of("no certificates to trust: " + e.getMessage()));
    }
  }

  /**
   * The key in a PEM text.
   *
   * @param algorithms that are possible, tried in order
   * @param whose for the error
   */
  static PrivateKey privateKey(String pem, List<String> algorithms, String whose) {
    Matcher found = KEY.matcher(pem);
    if (found.find()) {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
      for (String algorithm : algorithms) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
          // Of another kind.
        }
      }
    }
    throw new InvalidApiConfigException(
        whose,
        List.of(
            "holds no unencrypted "
                + String.join(" or ", algorithms)
                + " key as PKCS#8 PEM (BEGIN PRIVATE KEY)"));
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> all =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (all.isEmpty()) {
        throw new GeneralSecurityException("no certificate in " + file);
      }
      return all;
    }
  }
}
