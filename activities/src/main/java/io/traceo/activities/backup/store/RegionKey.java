package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that a region's backups are encrypted and signed with. Each use has a key of its own,
 * derived from the region's, so that none says anything about another. Never printed.
 */
public final class RegionKey {
  private static final int BYTES = 32;
  private static final int CHECK_BYTES = 8;

  private final String id;
  private final SecretKey objects;
  private final SecretKey manifests;
  private final byte[] check;

  private RegionKey(String id, byte[] key) {
    SecretKey root = new SecretKeySpec(key, "HmacSHA256");
    this.id = id;
    this.objects = new SecretKeySpec(derive(root, "traceo object 1"), "HmacSHA256");
    this.manifests = new SecretKeySpec(derive(root, "traceo manifest 1"), "HmacSHA256");
    this.check = Arrays.copyOf(derive(root, "traceo check 1"), CHECK_BYTES);
  }

  /**
   * The key behind a reference.
   *
   * @param id what the key is called, for people and manifests
   * @param keyRef {@code file:} or {@code env:} reference to 32 bytes in base64
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when there is no such key
   */
  public static RegionKey of(String id, String keyRef) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(SecretRef.resolve(keyRef));
    } catch (UncheckedIOException e) {
      throw refused(id, "can't be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // The decoder's message shows a letter of the key.
      throw refused(id, "has no usable reference, or what is behind it is no base64");
    }
    if (key.length != BYTES) {
      throw refused(id, "has " + key.length + " bytes");
    }
    return new RegionKey(id, key);
  }

  private static RuntimeException refused(String id, String what) {
    return Failures.of(
        FailureTypes.INVALID_REQUEST,
        "backup key "
            + id
            + " "
            + what
            + "; keyRef must name 32 bytes in base64, as openssl rand -base64 32 makes them");
  }

  /** What the key is called. */
  public String id() {
    return id;
  }

  /** Tells two keys apart without saying anything about them: 16 hexadecimal digits. */
  public String check() {
    return HexFormat.of().formatHex(check);
  }

  byte[] checkBytes() {
    return check.clone();
  }

  /** The key of one object: of its name, and of its header of this length with a random salt. */
  SecretKey of(String name, byte[] stored, int header) {
    Mac mac = mac(objects);
    mac.update(stored, 0, header);
    return new SecretKeySpec(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), "AES");
  }

  /** The signature of a text that is known under this name. */
  byte[] sign(String name, byte[] text) {
    Mac mac = mac(manifests);
    mac.update(name.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return mac.doFinal(text);
  }

  private static byte[] derive(SecretKey root, String use) {
    return mac(root).doFinal(use.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "key " + id + " (" + check() + ")";
  }
}
