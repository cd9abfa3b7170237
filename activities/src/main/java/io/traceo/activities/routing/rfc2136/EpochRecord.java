package io.traceo.activities.routing.rfc2136;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The epoch of a name, in a TXT record beside it.
 *
 * @param leader region that the name pointed to with this epoch
 */
record EpochRecord(long epoch, String leader) {
  private static final Pattern TEXT = Pattern.compile("epoch=(\\d{1,18}) leader=(\\S+)");

  static Name nameFor(Name writeName) throws TextParseException {
    return Name.fromString("_traceo", writeName);
  }

  /** Epoch 0 when the text is not ours. */
  static EpochRecord parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? new EpochRecord(Long.parseLong(matcher.group(1)), matcher.group(2))
        : new EpochRecord(0, "");
  }

  String text() {
    return "epoch=" + epoch + " leader=" + leader;
  }
}
