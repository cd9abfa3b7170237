package io.traceo.activities.backup.restored;

/**
 * The checksum of a page as PostgreSQL computes it: {@code pg_checksum_page} of {@code
 * src/include/storage/checksum_impl.h}, an FNV-1a hash of 32 lanes. Pure.
 */
final class PageChecksum {
  /** Bytes of a page. */
  static final int PAGE = 8192;

  private static final int LANES = 32;
  private static final int PRIME = 16777619;
  private static final int CHECKSUM_AT = 8;
  private static final int UPPER_AT = 14;
  private static final int[] BASE = {
    0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
    0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
    0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
    0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
  };

  private PageChecksum() {}

  /**
   * Whether a page is as it was written: its checksum is right, or it was never used and is all
   * zeros.
   *
   * @param pages bytes with whole pages
   * @param at where the page begins
   * @param block its number in the relation
   */
  static boolean holds(byte[] pages, int at, long block) {
    if (pages[at + UPPER_AT] == 0 && pages[at + UPPER_AT + 1] == 0) {
      for (int i = at; i < at + PAGE; i++) {
        if (pages[i] != 0) {
          return false;
        }
      }
      return true;
    }
    int stored = (pages[at + CHECKSUM_AT] & 0xFF) | (pages[at + CHECKSUM_AT + 1] & 0xFF) << 8;
    return stored == of(pages, at, block);
  }

  /** The checksum that a page should have; the field itself counts as zero. */
  static int of(byte[] pages, int at, long block) {
    int[] sums = BASE.clone();
    for (int row = 0; row < PAGE; row += LANES * Integer.BYTES) {
      for (int lane = 0; lane < LANES; lane++) {
        int from = at + row + lane * Integer.BYTES;
        int value =
            (pages[from] & 0xFF)
                | (pages[from + 1] & 0xFF) << 8
                | (pages[from + 2] & 0xFF) << 16
                | pages[from + 3] << 24;
        if (row + lane * Integer.BYTES == CHECKSUM_AT) {
          value &= 0xFFFF0000;
        }
        sums[lane] = mix(sums[lane], value);
      }
    }
    int all = 0;
    for (int lane = 0; lane < LANES; lane++) {
      all ^= mix(mix(sums[lane], 0), 0);
    }
    return Integer.remainderUnsigned(all ^ (int) block, 65535) + 1;
  }

  private static int mix(int sum, int value) {
    int mixed = sum ^ value;
    return mixed * PRIME ^ mixed >>> 17;
  }
}
