package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * How an object is stored: an lz4 block, encrypted by AES-256-GCM in {@link Frames}. Each object
 * has a key of its own, made from the region's, the header with a random salt, and the object's
 * name: an object that was moved, cut, changed or made with another key is refused. Safe for
 * several threads.
 *
 * <p>Layout: {@code TRC1}, method (0 as it is, 1 lz4), 8 bytes of key check, plain length (4
 * bytes), salt (16 bytes), then the frames.
 */
public final class Envelope {
  /** No object holds more; a header that claims more is damaged. */
  public static final int MAX_PLAIN = 64 << 20;

  private static final byte[] MAGIC = "TRC1".getBytes(StandardCharsets.US_ASCII);
  private static final byte STORED = 0;
  private static final byte LZ4 = 1;
  private static final int CHECK_AT = MAGIC.length + 1;
  private static final int LENGTH_AT = CHECK_AT + 8;
  private static final int SALT = 16;
  private static final int HEADER = LENGTH_AT + Integer.BYTES + SALT;

  private static final LZ4Factory COMPRESSION = LZ4Factory.fastestInstance();

  private final RegionKey key;
  private final SecureRandom random = new SecureRandom();
  private final Buffers scratch = new Buffers(2);

  /** Seals and opens with this key. */
  public Envelope(RegionKey key) {
    this.key = key;
  }

  /** The key that it seals with. */
  public RegionKey key() {
    return key;
  }

  /**
   * What is to be stored under this name.
   *
   * @param plain at most {@link #MAX_PLAIN} bytes; not changed
   * @param length how many of them count
   */
  public byte[] seal(String name, byte[] plain, int length) {
    if (length > MAX_PLAIN) {
      throw new IllegalArgumentException(
          name + ": " + length + " bytes are too many for one object");
    }
    var compressor = COMPRESSION.fastCompressor();
    byte[] block = scratch.take(compressor.maxCompressedLength(length));
    try {
      int packed = compressor.compress(plain, 0, length, block, 0, block.length);
      boolean smaller = packed < length;
      return smaller
          ? sealed(name, LZ4, length, block, packed)
          : sealed(name, STORED, length, plain, length);
    } finally {
      scratch.give(block);
    }
  }

  private byte[] sealed(String name, byte method, int length, byte[] body, int bodyLength) {
    byte[] stored = new byte[HEADER + Frames.sealedLength(bodyLength)];
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    ByteBuffer.wrap(stored).put(MAGIC).put(method).put(key.checkBytes()).putInt(length).put(salt);
    try {
      Frames.seal(key.of(name, stored, HEADER), body, bodyLength, stored, HEADER);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't encrypt " + name, e);
    }
  }

  /**
   * What was stored under this name.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Corrupt} when it is anything else
   */
  public byte[] open(String name, byte[] stored) {
    byte[] plain = new byte[plainLength(name, stored)];
    int unusedAll = open(name, stored, plain);
    return plain;
  }

  /**
   * As {@link #open(String, byte[])}, into a buffer of at least {@link #plainLength}.
   *
   * @return how much of it counts
   */
  int open(String name, byte[] stored, byte[] into) {
    int length = plainLength(name, stored);
    int bodyLength = Frames.bodyLength(stored.length - HEADER);
    boolean packed = stored[MAGIC.length] == LZ4;
    byte[] body = packed ? scratch.take(bodyLength) : into;
    try {
      Frames.open(key.of(name, stored, HEADER), stored, HEADER, body);
      if (packed) {
        int made = COMPRESSION.safeDecompressor().decompress(body, 0, bodyLength, into, 0, length);
        if (made != length) {
          throw corrupt(name, "unpacks to another length than it says", null);
        }
      }
      return length;
    } catch (AEADBadTagException e) {
      throw corrupt(name, "is damaged, or was stored under another name", e);
    } catch (GeneralSecurityException | LZ4Exception e) {
      throw corrupt(name, "can't be opened", e);
    } finally {
      if (packed) {
        scratch.give(body);
      }
    }
  }

  /** How long it claims to be once opened; everything about the header has been looked at. */
  int plainLength(String name, byte[] stored) {
    if (stored.length < HEADER + Frames.sealedLength(0)) {
      throw corrupt(name, "is cut short: " + stored.length + " bytes", null);
    }
    if (!Arrays.equals(stored, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt(name, "is no object of a backup, or its first bytes are damaged", null);
    }
    byte method = stored[MAGIC.length];
    int length = ByteBuffer.wrap(stored).getInt(LENGTH_AT);
    int body = Frames.bodyLength(stored.length - HEADER);
    // The length decides how much memory is taken, before anything is authenticated.
    if (length < 0 || length > MAX_PLAIN || body < 0 || (method == STORED && length != body)) {
      throw corrupt(name, "claims an impossible length", null);
    }
    if (method != STORED && method != LZ4) {
      throw corrupt(name, "is of a form that this version does not know", null);
    }
    byte[] check = Arrays.copyOfRange(stored, CHECK_AT, LENGTH_AT);
    if (!Arrays.equals(check, key.checkBytes())) {
      throw corrupt(
          name,
          "was made with another key ("
              + HexFormat.of().formatHex(check)
              + ") than "
              + key
              + ", or its header is damaged",
          null);
    }
    return length;
  }

  private static RuntimeException corrupt(String name, String what, @Nullable Throwable cause) {
    return Failures.of(FailureTypes.CORRUPT, name + " " + what, cause);
  }
}
