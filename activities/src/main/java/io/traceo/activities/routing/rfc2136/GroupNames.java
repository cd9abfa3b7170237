package io.traceo.activities.routing.rfc2136;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.contract.FailureTypes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * The names of one group at their primary authority.
 *
 * @param addresses of the regions' front doors, by region
 * @param reader asks
 */
record GroupNames(
    Name zone,
    Name writeName,
    Name readName,
    long ttl,
    Map<String, String> addresses,
    ZoneClient reader) {

  Route read(String outcome) {
    return snapshot(reader).route(this, outcome);
  }

  /**
   * Everything that a change compares with. The epoch first: when the names change between the
   * questions, they are newer than it, and never older.
   */
  Snapshot snapshot(ZoneClient server) {
    List<Record> mark = server.ask(mark(), Type.TXT);
    return new Snapshot(server.ask(writeName, Type.A), server.ask(readName, Type.A), mark);
  }

  Name mark() {
    try {
      return EpochRecord.nameFor(writeName);
    } catch (TextParseException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "not a name: " + e.getMessage(), e);
    }
  }

  /**
   * Compares and sets.
   *
   * @param writer sends signed updates
   */
  Route change(RouteChange change, ZoneClient writer) {
    Snapshot now = snapshot(reader);
    Route found = now.route(this, "ALREADY");
    if (found.epoch() > change.epoch()) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH,
          "the names have epoch " + found.epoch() + ", this run has " + change.epoch());
    }
    if (found.epoch() == change.epoch() && !change.writeRegion().equals(found.writeRegion())) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          "with the same epoch the write name points to " + found.writeRegion());
    }
    if (found.epoch() == change.epoch() && sameRegions(found, change)) {
      return found;
    }
    int rcode = writer.send(update(now, change));
    return switch (rcode) {
      // All of it was applied to what was compared: reading back could only tell what others did
      // since.
      case Rcode.NOERROR ->
          new Route(change.writeRegion(), change.readRegions(), change.epoch(), "DONE");
      // The names changed under us, or our own update was confirmed too late: look again.
      case Rcode.NXRRSET ->
          throw Failures.of(FailureTypes.NOT_READY, "the names changed meanwhile; looking again");
      default -> throw writer.notApplied(rcode);
    };
  }

  private static boolean sameRegions(Route found, RouteChange change) {
    return found.readRegions().stream()
        .sorted()
        .toList()
        .equals(change.readRegions().stream().sorted().toList());
  }

  /** Old values as prerequisites, old deleted and new added: one message, all or nothing. */
  private Message update(Snapshot old, RouteChange change) {
    try {
      Update update = new Update(zone);
      for (Record record : old.all()) {
        update.present(record);
      }
      if (old.mark().isEmpty()) {
        update.absent(mark(), Type.TXT);
      }
      if (old.write().isEmpty()) {
        update.absent(writeName, Type.A);
      }
      if (old.read().isEmpty()) {
        update.absent(readName, Type.A);
      }
      update.delete(writeName, Type.A);
      update.delete(readName, Type.A);
      update.delete(mark(), Type.TXT);
      update.add(address(writeName, change.writeRegion()));
      for (String region : change.readRegions()) {
        update.add(address(readName, region));
      }
      update.add(
          new TXTRecord(
              mark(),
              DClass.IN,
              ttl,
              new EpochRecord(change.epoch(), change.writeRegion()).text()));
      return update;
    } catch (java.io.IOException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "no valid update: " + e.getMessage(), e);
    }
  }

  private Record address(Name name, String region) throws UnknownHostException {
    String address = addresses.get(region);
    if (address == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "no front door known for " + region + "; known: " + addresses.keySet());
    }
    return new ARecord(name, DClass.IN, ttl, InetAddress.getByName(address));
  }

  String regionOf(Record record) {
    String address = ((ARecord) record).getAddress().getHostAddress();
    return addresses.entrySet().stream()
        .filter(e -> e.getValue().equals(address))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(String.valueOf(address));
  }

  /** The records of a group as one server has them. */
  record Snapshot(List<Record> write, List<Record> read, List<Record> mark) {
    List<Record> all() {
      List<Record> all = new ArrayList<>(write);
      all.addAll(read);
      all.addAll(mark);
      return all;
    }

    /** The highest one, should somebody have added a second record. */
    EpochRecord epoch() {
      return mark.stream()
          .map(r -> EpochRecord.parse(((TXTRecord) r).getStrings().get(0)))
          .max(Comparator.comparingLong(EpochRecord::epoch))
          .orElse(new EpochRecord(0, ""));
    }

    Route route(GroupNames names, String outcome) {
      return new Route(
          write.isEmpty() ? null : names.regionOf(write.get(0)),
          read.stream().map(names::regionOf).toList(),
          epoch().epoch(),
          outcome);
    }
  }
}
