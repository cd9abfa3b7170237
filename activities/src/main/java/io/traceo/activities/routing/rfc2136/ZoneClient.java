package io.traceo.activities.routing.rfc2136;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.Endpoint;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/** Asks one name server and sends it updates. */
final class ZoneClient {
  private final Endpoint server;
  private final SimpleResolver resolver;

  ZoneClient(Endpoint server, Duration timeout, @Nullable TSIG key) {
    this.server = server;
    try {
      resolver = new SimpleResolver(server.host());
    } catch (UnknownHostException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "no such name server: " + server, e);
    }
    resolver.setPort(server.port());
    resolver.setTimeout(timeout);
    if (key != null) {
      resolver.setTSIGKey(key);
    }
  }

  /** Records of a name and type; empty when there are none. */
  List<Record> ask(Name name, int type) {
    Message answer;
    try {
      answer = resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE, "name server " + server + ": " + e.getMessage(), e);
    }
    int rcode = answer.getRcode();
    if (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          answered(rcode) + " to a plain question: is this the port of a name server?");
    }
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      throw Failures.of(FailureTypes.NOT_READY, answered(rcode));
    }
    return answer.getSection(Section.ANSWER).stream()
        .filter(r -> r.getType() == type && r.getName().equals(name))
        .toList();
  }

  /**
   * Sends an update; its rcode. {@code NOERROR} is believed only when it is signed with the key:
   * the resolver itself lets unsigned answers pass.
   */
  int send(Message update) {
    Message answer;
    try {
      answer = resolver.send(update);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE,
          "name server " + server + " did not confirm the update: " + e.getMessage(),
          e);
    }
    if (answer.getRcode() == Rcode.NOERROR && !answer.isVerified()) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "the answer of name server " + server + " to the update is not signed; looking again");
    }
    return answer.getRcode();
  }

  /**
   * What an update's rcode says when it was not applied: final where sending it again changes
   * nothing (RFC 2136, sections 2.2 and 3).
   */
  ApplicationFailure notApplied(int rcode) {
    return switch (rcode) {
      case Rcode.REFUSED, Rcode.NOTAUTH ->
          Failures.of(
              FailureTypes.FORBIDDEN,
              answered(rcode)
                  + " to a signed update; check the key, both clocks and whether the zone is"
                  + " there");
      case Rcode.NOTZONE ->
          Failures.of(
              FailureTypes.INVALID_REQUEST,
              answered(rcode)
                  + ": a name of the group lies outside its zone; correct zone, writeName or"
                  + " readName in the topology");
      case Rcode.NOTIMP ->
          Failures.of(
              FailureTypes.INVALID_REQUEST,
              answered(rcode)
                  + ": it takes no updates (RFC 2136); name the zone's primary server in the"
                  + " place's configuration");
      case Rcode.FORMERR ->
          Failures.of(
              FailureTypes.INVALID_REQUEST,
              answered(rcode)
                  + ": it can't read the update; is it the zone's primary server, and does nothing"
                  + " in between change messages?");
      default -> Failures.of(FailureTypes.NOT_READY, answered(rcode));
    };
  }

  private String answered(int rcode) {
    return "name server " + server + " answered " + Rcode.string(rcode);
  }
}
