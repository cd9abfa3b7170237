package io.traceo.activities.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** An HTTP client for one server: limits, and whose signature it believes. */
public final class Trust {
  /** Shares connections and threads with every client that is made from it. */
  private static final OkHttpClient COMMON = new OkHttpClient();

  private Trust() {}

  /**
   * @param field of the configuration that names the file, and whose
   * @param caFile PEM file, null for the well-known authorities
   * @param timeout of a whole call
   * @throws IllegalArgumentException when the file holds no certificate
   */
  public static OkHttpClient client(String field, @Nullable String caFile, Duration timeout) {
    OkHttpClient.Builder builder =
        COMMON
            .newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(timeout)
            .callTimeout(timeout)
            // The token is for the server that the configuration names.
            .followRedirects(false);
    if (caFile != null) {
      try {
        HandshakeCertificates trusted =
            new HandshakeCertificates.Builder()
                .addTrustedCertificate(
                    Certificates.decodeCertificatePem(Files.readString(Path.of(caFile))))
                .build();
        builder.sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s: %s holds no certificate that can be read".formatted(field, caFile), e);
      }
    }
    return builder.build();
  }
}
