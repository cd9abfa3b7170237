package io.traceo.lab.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's folder can't be written, most often because the disk is full. The message says
 * where, why and what to do. What was flushed before stays and counts.
 */
final class UnwritableException extends IOException {
  UnwritableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Of a file that must be there before the ledger starts. */
  static UnwritableException of(Path home, IOException cause) {
    Object file =
        cause instanceof FileSystemException known && known.getFile() != null
            ? known.getFile()
            : home;
    return new UnwritableException(
        "cannot start the ledger: cannot write "
            + file
            + ": "
            + reason(cause)
            + "; free some room there, or let this user write there",
        cause);
  }

  /** In words, where Java gives the file's name alone. */
  static String reason(Throwable why) {
    if (why instanceof AccessDeniedException) {
      return "no permission";
    }
    if (why instanceof FileAlreadyExistsException || why instanceof DirectoryNotEmptyException) {
      return "something else is there";
    }
    if (why instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return String.valueOf(why.getMessage());
  }
}
