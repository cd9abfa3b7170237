package io.traceo.activities.backup.restored;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageChecksumTest {
  /** The second of two pages. */
  private static byte[] pages() {
    byte[] pages = new byte[2 * PageChecksum.PAGE];
    for (int i = 0; i < PageChecksum.PAGE; i++) {
      pages[PageChecksum.PAGE + i] = (byte) (i * i / 7 + i * 31);
    }
    return pages;
  }

  private static void write(byte[] pages, int checksum) {
    pages[PageChecksum.PAGE + 8] = (byte) checksum;
    pages[PageChecksum.PAGE + 9] = (byte) (checksum >> 8);
  }

  @Test
  void isWhatPostgresqlComputes() {
    // By page_checksum of its extension pageinspect, version 15.
    assertThat(PageChecksum.of(pages(), PageChecksum.PAGE, 0)).isEqualTo(41512);
    assertThat(PageChecksum.of(pages(), PageChecksum.PAGE, 1)).isEqualTo(41513);
    assertThat(PageChecksum.of(pages(), PageChecksum.PAGE, 131072)).isEqualTo(41514);
  }

  @Test
  void holdsForThePageAsItWasWrittenAndInItsPlaceOnly() {
    byte[] pages = pages();
    assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 1)).isFalse();
    write(pages, 41513);
    assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 1)).isTrue();
    assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 2)).isFalse();
    // One bit, in every lane of the hash and in the first and the last row.
    for (int row : new int[] {0, PageChecksum.PAGE - 128}) {
      for (int at = row; at < row + 128; at += Integer.BYTES) {
        pages[PageChecksum.PAGE + at] ^= 1;
        assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 1)).as("byte %s", at).isFalse();
        pages[PageChecksum.PAGE + at] ^= 1;
      }
    }
  }

  @Test
  void takesAPageOfZerosForOneThatWasNeverUsed() {
    byte[] pages = new byte[2 * PageChecksum.PAGE];
    assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 7)).isTrue();
    pages[2 * PageChecksum.PAGE - 1] = 1;
    assertThat(PageChecksum.holds(pages, PageChecksum.PAGE, 7)).isFalse();
  }
}
