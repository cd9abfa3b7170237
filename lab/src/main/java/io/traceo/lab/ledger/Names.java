package io.traceo.lab.ledger;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Looks one name up as a client would, but never through the JVM's resolver, whose cache would be
 * measured instead. Asks the next server when one is silent and stays with the one that answered.
 */
final class Names {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Name name;
  private final List<SimpleResolver> servers;
  private final AtomicInteger preferred = new AtomicInteger();

  Names(String writeName, List<String> servers) {
    try {
      this.name = Name.fromString(writeName, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a name: " + writeName, e);
    }
    this.servers = servers.stream().map(HostPort::parse).map(Names::resolver).toList();
  }

  /**
   * Address behind the name.
   *
   * @throws IOException when no server gives one
   */
  String lookUp() throws IOException {
    int first = preferred.get();
    IOException failure = new IOException("no name server is configured");
    for (int i = 0; i < servers.size(); i++) {
      int number = (first + i) % servers.size();
      try {
        String address = ask(servers.get(number));
        preferred.set(number);
        return address;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new IOException("no name server gives an address of " + name, failure);
  }

  private String ask(SimpleResolver server) throws IOException {
    Message answer = server.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof ARecord a) {
        // Not getHostName(), which would ask the JVM's resolver for the reverse name.
        return a.rdataToString();
      }
    }
    throw new IOException(server + " answers " + Rcode.string(answer.getRcode()));
  }

  private static SimpleResolver resolver(HostPort server) {
    SimpleResolver resolver =
        new SimpleResolver(new InetSocketAddress(server.host(), server.port()));
    resolver.setTimeout(PATIENCE);
    return resolver;
  }
}
