package io.traceo.activities.backup.store;

import static io.traceo.activities.backup.store.StoreContract.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a stored object is found. */
class EnvelopeTest {
  private static final String NAME = "na/base/b/t/00001";
  private final Envelope envelope = new Envelope(Keys.OURS);

  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 16_383, 16_384, 16_385, 32_768, 1_000_000})
  void comesBackAsItWas(int length) {
    for (byte[] plain : new byte[][] {text(length), noise(length)}) {
      byte[] stored = envelope.seal(NAME, plain, length);
      assertThat(envelope.open(NAME, stored)).isEqualTo(plain);
    }
  }

  @Test
  void onlyWhatCountsIsSealed() {
    byte[] stored = envelope.seal(NAME, noise(500), 100);
    assertThat(envelope.open(NAME, stored)).isEqualTo(Arrays.copyOf(noise(500), 100));
  }

  @Test
  void packsWhatCanBePackedAndHidesIt() {
    byte[] stored = envelope.seal(NAME, text(1_000_000), 1_000_000);
    assertThat(stored.length).isLessThan(10_000);
    assertThat(envelope.seal(NAME, noise(10_000), 10_000).length).isLessThan(10_100);
    // The salt is never the same, so neither is anything after it.
    assertThat(envelope.seal(NAME, text(1000), 1000))
        .isNotEqualTo(envelope.seal(NAME, text(1000), 1000));
  }

  /** Header (magic, method, key check, length, salt), body, tag: every bit of every byte. */
  @Test
  void aFlippedBitAnywhereIsFound() {
    for (byte[] plain : new byte[][] {text(200), noise(40)}) {
      byte[] stored = envelope.seal(NAME, plain, plain.length);
      for (int bit = 0; bit < stored.length * 8; bit++) {
        byte[] damaged = stored.clone();
        damaged[bit / 8] ^= (byte) (1 << (bit % 8));
        assertFails("Corrupt", NAME, () -> envelope.open(NAME, damaged));
      }
    }
  }

  @Test
  void cutAnywhereIsFound() {
    byte[] stored = envelope.seal(NAME, noise(100), 100);
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertFails("Corrupt", NAME, () -> envelope.open(NAME, cut));
    }
    byte[] longer = Arrays.copyOf(stored, stored.length + 1);
    assertFails("Corrupt", NAME, () -> envelope.open(NAME, longer));
  }

  @Test
  void framesThatAreLeftOutOrSwappedAreFound() {
    int frame = (16 << 10) + 16;
    byte[] stored = envelope.seal(NAME, noise(3 << 14), 3 << 14);
    int header = stored.length - 3 * frame;
    byte[] swapped = stored.clone();
    System.arraycopy(stored, header, swapped, header + frame, frame);
    System.arraycopy(stored, header + frame, swapped, header, frame);
    assertFails("Corrupt", NAME, () -> envelope.open(NAME, swapped));

    // Cut where a frame ends, and the length that it claims made to fit.
    byte[] cut = Arrays.copyOf(stored, stored.length - frame);
    ByteBuffer.wrap(cut).putInt(13, 2 << 14);
    assertFails("Corrupt", "is damaged", () -> envelope.open(NAME, cut));
    byte[] last = stored.clone();
    last[stored.length - 17] ^= 1;
    assertFails("Corrupt", "is damaged", () -> envelope.open(NAME, last));
  }

  @Test
  void underAnotherNameItIsRefused() {
    byte[] stored = envelope.seal(NAME, text(100), 100);
    assertFails("Corrupt", "another name", () -> envelope.open("na/base/b/t/00002", stored));
  }

  @Test
  void anotherKeyIsSaid() {
    byte[] stored = new Envelope(Keys.OTHER).seal(NAME, text(100), 100);
    assertFails("Corrupt", "made with another key", () -> envelope.open(NAME, stored));
  }

  @Test
  void aLengthThatIsImpossibleTakesNoMemory() {
    byte[] stored = envelope.seal(NAME, text(100), 100);
    for (int claim : new int[] {Integer.MAX_VALUE, -1, Envelope.MAX_PLAIN + 1}) {
      byte[] damaged = stored.clone();
      ByteBuffer.wrap(damaged).putInt(13, claim);
      assertFails("Corrupt", "impossible length", () -> envelope.open(NAME, damaged));
    }
  }

  @Test
  void tooMuchIsNotSealed() {
    assertThatThrownBy(() -> envelope.seal(NAME, new byte[1], Envelope.MAX_PLAIN + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
