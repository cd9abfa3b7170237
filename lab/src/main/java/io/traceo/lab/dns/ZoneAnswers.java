package io.traceo.lab.dns;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** Answers queries and transfers out of a zone. */
final class ZoneAnswers {
  private static final int CHUNK = 100;

  private ZoneAnswers() {}

  static Message reply(Message query, int rcode) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setOpcode(query.getHeader().getOpcode());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(rcode);
    Record question = query.getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    }
    return reply;
  }

  static Message answer(Zone zone, Message query) {
    Record question = query.getQuestion();
    if (question == null
        || wantsTransfer(query)
        || !question.getName().subdomain(zone.getOrigin())) {
      return reply(query, Rcode.REFUSED);
    }
    SetResponse found = zone.findRecords(question.getName(), question.getType());
    Message reply = reply(query, found.isNXDOMAIN() ? Rcode.NXDOMAIN : Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    if (found.isSuccessful()) {
      for (RRset set : found.answers()) {
        set.rrs().forEach(r -> reply.addRecord(r, Section.ANSWER));
      }
    } else {
      reply.addRecord(zone.getSOA(), Section.AUTHORITY);
    }
    if (query.getOPT() != null) {
      reply.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    }
    return reply;
  }

  /** The whole zone, SOA first and last (RFC 5936). */
  static List<Message> transfer(Zone zone, Message query) {
    List<Record> all = new ArrayList<>();
    Iterator<RRset> sets = zone.AXFR();
    while (sets.hasNext()) {
      all.addAll(sets.next().rrs());
    }
    List<Message> messages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      Message message = reply(query, Rcode.NOERROR);
      message.getHeader().setFlag(Flags.AA);
      all.subList(from, Math.min(all.size(), from + CHUNK))
          .forEach(r -> message.addRecord(r, Section.ANSWER));
      messages.add(message);
    }
    return messages;
  }

  static boolean wantsTransfer(Message query) {
    Record question = query.getQuestion();
    return question != null && (question.getType() == Type.AXFR || question.getType() == Type.IXFR);
  }
}
