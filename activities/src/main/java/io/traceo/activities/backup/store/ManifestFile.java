package io.traceo.activities.backup.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as JSON, whose last field signs every byte before it. Signed is the text, not what it
 * means: there is nothing to normalise, and nothing that could be changed unseen.
 */
final class ManifestFile {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .enable(SerializationFeature.INDENT_OUTPUT);
  private static final String SIGNATURE = ",\n  \"mac\" : \"";
  private static final String END = "\"\n}\n";

  private ManifestFile() {}

  static byte[] signed(String name, BackupManifest manifest, RegionKey key) {
    try {
      String text = MAPPER.writeValueAsString(manifest).stripTrailing();
      return sign(name, text.substring(0, text.length() - 1).stripTrailing(), key);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  private static byte[] sign(String name, String open, RegionKey key) {
    byte[] mac = key.sign(name, open.getBytes(StandardCharsets.UTF_8));
    return (open + SIGNATURE + HexFormat.of().formatHex(mac) + END)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Null when the file holds the word null. */
  static @Nullable BackupManifest parse(byte[] file) throws JsonProcessingException {
    return MAPPER.readValue(new String(file, StandardCharsets.UTF_8), BackupManifest.class);
  }

  /** Whether every byte is what was signed under this name. */
  static boolean holds(String name, byte[] file, RegionKey key) {
    String text = new String(file, StandardCharsets.UTF_8);
    int end = text.lastIndexOf(SIGNATURE);
    // Made again as a whole, so that nothing before, in or after the signature escapes.
    return end > 0 && MessageDigest.isEqual(file, sign(name, text.substring(0, end), key));
  }
}
