package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.WalName;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run has received and not brought into the store. Its leader may be gone: this may
 * be all that is left of the last moments.
 */
final class SpoolLeft {
  private final Spool spool;
  private final LogKeeper keeper;
  private final StoredLog objects;

  SpoolLeft(Spool spool, LogKeeper keeper, StoredLog objects) {
    this.spool = spool;
    this.keeper = keeper;
    this.objects = objects;
  }

  void store() throws IOException {
    for (WalName name : spool.whole()) {
      keeper.segment(name);
    }
    @Nullable ArchiveState state = objects.state().orElse(null);
    Optional<WalName> left = spool.leftPart();
    if (state != null && left.isPresent()) {
      WalName name = left.get();
      byte[] content = spool.part(name);
      long upTo = name.start() + content.length;
      if (name.timeline() == state.timeline() && upTo > state.position()) {
        // Its time is unknown: the state keeps the last one that is.
        keeper.flush(
            new LogKeeper.Sample(state.leader(), state.atMillis(), state.position()),
            name.timeline(),
            name,
            content,
            upTo);
      }
    }
    spool.dropParts();
  }
}
