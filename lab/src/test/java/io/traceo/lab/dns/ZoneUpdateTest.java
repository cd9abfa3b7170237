package io.traceo.lab.dns;

import static io.traceo.lab.AddressPlan.CONTROL;
import static io.traceo.lab.dns.LabNames.EAST;
import static io.traceo.lab.dns.LabNames.MARK;
import static io.traceo.lab.dns.LabNames.READ;
import static io.traceo.lab.dns.LabNames.WEST;
import static io.traceo.lab.dns.LabNames.WRITE;
import static io.traceo.lab.dns.LabNames.ZONE;
import static io.traceo.lab.dns.LabNames.a;
import static io.traceo.lab.dns.LabNames.mark;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Dynamic updates of the primary, over the wire: all or nothing, and only with the key. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ZoneUpdateTest {
  private LabNames names;
  private String east;
  private String west;

  @BeforeEach
  void start() throws IOException {
    names = new LabNames();
    east = names.plan.publicAddress(EAST);
    west = names.plan.publicAddress(WEST);
  }

  @AfterEach
  void stop() throws IOException {
    names.close();
  }

  private int send(Update update, String secret) throws IOException {
    SimpleResolver resolver = names.resolver(CONTROL);
    if (secret != null) {
      resolver.setTSIGKey(LabNames.key(secret));
    }
    Message answer = resolver.send(update);
    if (LabNames.SECRET.equals(secret)) {
      assertThat(answer.isVerified()).as("the answer is signed too").isTrue();
    }
    return answer.getRcode();
  }

  private Update flip(String from, String to) throws IOException {
    Update update = new Update(ZONE);
    update.present(a(WRITE, from));
    update.delete(WRITE, Type.A);
    update.add(a(WRITE, to));
    return update;
  }

  private void assertRefused(int rcode, Update update) throws IOException {
    assertRefused(rcode, update, LabNames.SECRET);
  }

  private void assertRefused(int rcode, Update update, String secret) throws IOException {
    List<List<String>> before = names.names(CONTROL);
    long serial = names.serial();
    assertThat(Rcode.string(send(update, secret))).isEqualTo(Rcode.string(rcode));
    assertThat(names.names(CONTROL)).isEqualTo(before);
    assertThat(names.serial()).isEqualTo(serial);
  }

  @Test
  void aSignedUpdateChangesTheNamesAndRaisesTheSerial() throws Exception {
    assertThat(send(flip(east, west), LabNames.SECRET)).isEqualTo(Rcode.NOERROR);
    assertThat(names.data(CONTROL, WRITE, Type.A)).containsExactly(west);
    assertThat(names.serial()).isEqualTo(2);
    Record soa = names.ask(CONTROL, ZONE, Type.SOA).getSection(1).get(0);
    assertThat(((SOARecord) soa).getSerial()).isEqualTo(2);
  }

  @Test
  void withoutTheKeyNothingChanges() throws Exception {
    assertRefused(Rcode.REFUSED, flip(east, west), null);
    String wrong =
        Base64.getEncoder().encodeToString("another-key-of-just-32-bytes-len".getBytes(UTF_8));
    assertRefused(Rcode.NOTAUTH, flip(east, west), wrong);
  }

  @Test
  void aValueThatIsNotThereIsAnUnmetPrerequisite() throws Exception {
    assertRefused(Rcode.NXRRSET, flip(west, east));
    Update half = new Update(ZONE);
    half.present(a(READ, east));
    half.delete(READ, Type.A);
    // The set has two: naming one of them is not naming the set.
    assertRefused(Rcode.NXRRSET, half);
    Update none = new Update(ZONE);
    none.present(WRITE, Type.AAAA);
    none.delete(WRITE, Type.A);
    assertRefused(Rcode.NXRRSET, none);
    Update there = new Update(ZONE);
    there.absent(MARK, Type.TXT);
    there.delete(WRITE, Type.A);
    assertRefused(Rcode.YXRRSET, there);
  }

  @Test
  void prerequisitesThatHoldLetEverythingThrough() throws Exception {
    Update update = new Update(ZONE);
    update.present(a(READ, west));
    update.present(a(READ, east));
    update.present(MARK, Type.TXT);
    update.absent(WRITE, Type.AAAA);
    update.delete(a(READ, west));
    update.delete(MARK, Type.TXT);
    update.add(mark(2, WEST));
    assertThat(send(update, LabNames.SECRET)).isEqualTo(Rcode.NOERROR);
    assertThat(names.data(CONTROL, READ, Type.A)).containsExactly(east);
    assertThat(names.data(CONTROL, MARK, Type.TXT)).containsExactly("\"epoch=2 leader=west\"");
  }

  @Test
  void oneChangeThatCannotBeMadeStopsAllOthers() throws Exception {
    Update outside = flip(east, west);
    outside.add(a(Name.fromConstantString("elsewhere.test."), west));
    assertRefused(Rcode.NOTZONE, outside);
    Update soa = flip(east, west);
    soa.delete(ZONE, Type.SOA);
    assertRefused(Rcode.REFUSED, soa);
    Update ns = flip(east, west);
    ns.delete(ZONE, Type.NS);
    assertRefused(Rcode.REFUSED, ns);
    Update any = flip(east, west);
    any.delete(READ);
    assertRefused(Rcode.NOTIMP, any);
  }

  @Test
  void anotherZonesUpdateIsNotOurs() throws Exception {
    Update update = new Update(Name.fromConstantString("elsewhere.test."));
    update.add(Record.fromString(WRITE, Type.A, DClass.IN, 5, west, Name.root));
    assertRefused(Rcode.NOTAUTH, update);
  }

  @Test
  void nobodySeesANameWithoutAnAddressInBetween() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              int read = 0;
              try {
                while (!over.get()) {
                  assertThat(names.data(CONTROL, WRITE, Type.A)).hasSize(1);
                  read++;
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              return read;
            });
    SimpleResolver overTcp = names.resolver(CONTROL);
    overTcp.setTCP(true);
    overTcp.setTSIGKey(LabNames.key(LabNames.SECRET));
    for (int i = 0; i < 500 && !reader.isDone(); i++) {
      Update update = i % 2 == 0 ? flip(east, west) : flip(west, east);
      assertThat(overTcp.send(update).getRcode()).isEqualTo(Rcode.NOERROR);
    }
    over.set(true);
    assertThat(reader.join()).isPositive();
    assertThat(names.serial()).isEqualTo(501);
  }
}
