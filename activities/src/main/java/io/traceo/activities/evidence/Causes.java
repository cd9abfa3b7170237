package io.traceo.activities.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;

/** What a file's failure means, for people. */
final class Causes {
  private Causes() {}

  static String inWords(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is there and is no folder";
    }
    if (failure instanceof JsonProcessingException broken) {
      String line =
          broken.getLocation() == null ? "" : " (line " + broken.getLocation().getLineNr() + ")";
      return broken.getOriginalMessage().lines().findFirst().orElse("broken JSON") + line;
    }
    return String.valueOf(failure.getMessage());
  }
}
