package io.traceo.activities.backup.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A body in frames of 16 KiB, each encrypted by AES-256-GCM with its number as the nonce and the
 * last one marked, so that none can be left out, moved or added. The key is used for one body only.
 *
 * <p>Not in one piece, since Java encrypts long arrays 40 times slower: its fast code is used by
 * calls, and a long array is one call.
 */
final class Frames {
  private static final int FRAME = 16 << 10;
  private static final int TAG = 16;
  private static final int NONCE = 12;

  private Frames() {}

  /** Length of the frames of a body. */
  static int sealedLength(int body) {
    return body + TAG * Math.max(1, (body + FRAME - 1) / FRAME);
  }

  /** Length of the body in so many bytes of frames; negative when there can be none. */
  static int bodyLength(int sealed) {
    int frames = Math.max(1, (sealed + FRAME + TAG - 1) / (FRAME + TAG));
    int body = sealed - TAG * frames;
    return body >= 0 && sealedLength(body) == sealed ? body : -1;
  }

  static void seal(SecretKey key, byte[] body, int length, byte[] into, int at)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    int to = at;
    int from = 0;
    int number = 0;
    do {
      int step = Math.min(FRAME, length - from);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(number, from + step == length));
      to += cipher.doFinal(body, from, step, into, to);
      from += step;
      number++;
    } while (from < length);
  }

  /**
   * @param sealed to its end
   * @throws AEADBadTagException when any of it is not what was sealed with this key
   */
  static void open(SecretKey key, byte[] sealed, int at, byte[] into)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    int from = at;
    int to = 0;
    int number = 0;
    do {
      int step = Math.min(FRAME + TAG, sealed.length - from);
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(number, from + step == sealed.length));
      to += cipher.doFinal(sealed, from, step, into, to);
      from += step;
      number++;
    } while (from < sealed.length);
  }

  private static GCMParameterSpec nonce(int number, boolean last) {
    byte[] nonce = new byte[NONCE];
    ByteBuffer.wrap(nonce).putInt(number).put((byte) (last ? 1 : 0));
    return new GCMParameterSpec(TAG * 8, nonce);
  }
}
