package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of object stores that speak S3, the provider's own or another's. */
final class S3Clients {
  private S3Clients() {}

  /** How long a store may take. */
  enum Patience {
    /** For a piece of many megabytes. */
    WORK(3, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(150)),

    /** For small questions that somebody waits for: a silent store is told from a slow one. */
    QUESTION(2, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(12));

    private final int attempts;
    private final Duration connect;
    private final Duration attempt;
    private final Duration call;

    Patience(int attempts, Duration connect, Duration attempt, Duration call) {
      this.attempts = attempts;
      this.connect = connect;
      this.attempt = attempt;
      this.call = call;
    }
  }

  static S3Client of(StoreAccess access, Patience patience) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(access.region() == null ? "us-east-1" : access.region()))
            .credentialsProvider(credentials(access))
            // Names of buckets are no host names everywhere.
            .forcePathStyle(true)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            // Each object has a checksum of its own, made once; its seal is checked when it is
            // read.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(patience.connect)
                    .socketTimeout(patience.attempt))
            .overrideConfiguration(
                call ->
                    call.retryStrategy(retry -> retry.maxAttempts(patience.attempts))
                        .apiCallAttemptTimeout(patience.attempt)
                        .apiCallTimeout(patience.call));
    if (access.endpoint() != null) {
      builder.endpointOverride(endpoint(access.endpoint()));
    }
    return builder.build();
  }

  private static URI endpoint(String typed) {
    URI uri = parsed(typed);
    if (uri == null || uri.getHost() == null || uri.getUserInfo() != null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "the store's endpoint is no URL such as https://s3.eu-central-1.amazonaws.com, without a"
              + " user in it");
    }
    return uri;
  }

  private static @Nullable URI parsed(String typed) {
    try {
      return URI.create(typed);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static AwsCredentialsProvider credentials(StoreAccess access) {
    String id = access.accessKeyRef();
    String secret = access.secretKeyRef();
    if (id == null && secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    if (id == null || secret == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "set both accessKeyRef and secretKeyRef, or none to use the environment's credentials");
    }
    // Resolved at each use, so that keys can be replaced while the worker runs.
    return () -> AwsBasicCredentials.create(SecretRef.resolve(id), SecretRef.resolve(secret));
  }
}
