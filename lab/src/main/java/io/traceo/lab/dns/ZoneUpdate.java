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
import org.xbill.DNS.SetResponse;
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
    int unmet = prerequisites();
    if (unmet != Rcode.NOERROR) {
      return unmet;
    }
    boolean changed = false;
    for (Record record : message.getSection(Section.UPDATE)) {
      if (!record.getName().subdomain(zone.getOrigin()) || record.getType() == Type.SOA) {
        return Rcode.NOTZONE;
      }
    }
    for (Record record : message.getSection(Section.UPDATE)) {
      changed |= change(record);
    }
    if (changed) {
      raiseSerial();
    }
    return Rcode.NOERROR;
  }

  private int prerequisites() {
    Map<String, Set<Record>> exact = new LinkedHashMap<>();
    for (Record record : message.getSection(Section.PREREQ)) {
      RRset found = find(record.getName(), record.getType());
      if (record.getDClass() == DClass.ANY) {
        if (found == null) {
          return Rcode.NXRRSET;
        }
      } else if (record.getDClass() == DClass.NONE) {
        if (found != null) {
          return Rcode.YXRRSET;
        }
      } else {
        exact
            .computeIfAbsent(record.getName() + " " + record.getType(), k -> new HashSet<>())
            .add(record);
      }
    }
    for (Set<Record> wanted : exact.values()) {
      Record any = wanted.iterator().next();
      RRset found = find(any.getName(), any.getType());
      if (found == null || !sameData(wanted, found.rrs())) {
        return Rcode.NXRRSET;
      }
    }
    return Rcode.NOERROR;
  }

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
    SetResponse found = zone.findRecords(name, type);
    return found.isSuccessful() && !found.answers().isEmpty() ? found.answers().get(0) : null;
  }
}
