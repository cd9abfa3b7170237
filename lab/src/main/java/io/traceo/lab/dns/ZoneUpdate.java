package io.traceo.lab.dns;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** One dynamic update: all prerequisites, then all changes, or nothing (RFC 2136, section 3). */
final class ZoneUpdate {
  private final Zone zone;
  private final Message message;

  ZoneUpdate(Zone zone, Message message) {
    this.zone = zone;
    this.message = message;
  }

  int apply() {
    int rcode = zoneSection();
    rcode = rcode != Rcode.NOERROR ? rcode : prerequisites();
    rcode = rcode != Rcode.NOERROR ? rcode : allowed();
    if (rcode != Rcode.NOERROR) {
      return rcode;
    }
    boolean changed = false;
    for (Record record : message.getSection(Section.UPDATE)) {
      changed |= change(record);
    }
    if (changed) {
      raiseSerial();
    }
    return Rcode.NOERROR;
  }

  private int zoneSection() {
    Record named = message.getQuestion();
    if (named == null || named.getType() != Type.SOA) {
      return Rcode.FORMERR;
    }
    return named.getName().equals(zone.getOrigin()) ? Rcode.NOERROR : Rcode.NOTAUTH;
  }

  /** Everything that could fail, before the first change. */
  private int allowed() {
    for (Record record : message.getSection(Section.UPDATE)) {
      boolean own = record.getName().equals(zone.getOrigin()) && record.getType() == Type.NS;
      if (!record.getName().subdomain(zone.getOrigin())) {
        return Rcode.NOTZONE;
      }
      if (record.getType() == Type.ANY) {
        return Rcode.NOTIMP;
      }
      if (own || record.getType() == Type.SOA) {
        return Rcode.REFUSED;
      }
    }
    return Rcode.NOERROR;
  }

  private int prerequisites() {
    Map<SetName, Set<Record>> exact = new LinkedHashMap<>();
    for (Record record : message.getSection(Section.PREREQ)) {
      if (record.getType() == Type.ANY) {
        return Rcode.NOTIMP;
      }
      boolean found = find(record.getName(), record.getType()) != null;
      if (record.getDClass() == DClass.ANY && !found) {
        return Rcode.NXRRSET;
      }
      if (record.getDClass() == DClass.NONE && found) {
        return Rcode.YXRRSET;
      }
      if (record.getDClass() == zone.getDClass()) {
        exact
            .computeIfAbsent(new SetName(record.getName(), record.getType()), k -> new HashSet<>())
            .add(record);
      }
    }
    for (Map.Entry<SetName, Set<Record>> wanted : exact.entrySet()) {
      RRset found = find(wanted.getKey().name(), wanted.getKey().type());
      if (found == null || !sameData(wanted.getValue(), found.rrs())) {
        return Rcode.NXRRSET;
      }
    }
    return Rcode.NOERROR;
  }

  private record SetName(Name name, int type) {}

  /** Compares data only: a prerequisite's TTL is zero. */
  private static boolean sameData(Set<Record> wanted, List<Record> found) {
    Set<String> left = new HashSet<>();
    wanted.forEach(r -> left.add(r.rdataToString()));
    Set<String> right = new HashSet<>();
    found.forEach(r -> right.add(r.rdataToString()));
    return left.equals(right);
  }

  private boolean change(Record record) {
    if (record.getDClass() == DClass.ANY) {
      RRset found = find(record.getName(), record.getType());
      if (found == null) {
        return false;
      }
      zone.removeRRset(record.getName(), record.getType());
      return true;
    }
    if (record.getDClass() == DClass.NONE) {
      RRset found = find(record.getName(), record.getType());
      if (found == null) {
        return false;
      }
      for (Record old : List.copyOf(found.rrs())) {
        if (old.rdataToString().equals(record.rdataToString())) {
          zone.removeRecord(old);
          return true;
        }
      }
      return false;
    }
    zone.addRecord(record);
    return true;
  }

  private void raiseSerial() {
    SOARecord old = zone.getSOA();
    // Adding a SOA replaces the old one; removing it first is refused.
    zone.addRecord(
        new SOARecord(
            old.getName(),
            old.getDClass(),
            old.getTTL(),
            old.getHost(),
            old.getAdmin(),
            old.getSerial() + 1,
            old.getRefresh(),
            old.getRetry(),
            old.getExpire(),
            old.getMinimum()));
  }

  private @Nullable RRset find(Name name, int type) {
    RRset found = zone.findExactMatch(name, type);
    // A name that only has others below it has an empty set.
    return found == null || found.size() == 0 ? null : found;
  }
}
