package io.traceo.activities.routing.rfc2136;

import static io.traceo.activities.routing.rfc2136.ScriptedPrimary.KEY;
import static io.traceo.activities.routing.rfc2136.ScriptedPrimary.READ;
import static io.traceo.activities.routing.rfc2136.ScriptedPrimary.WRITE;
import static io.traceo.activities.routing.rfc2136.ScriptedPrimary.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A change at a primary that answers late, wrongly or not at all. */
class GroupNamesTest {
  private static final String EAST = "127.84.100.1";
  private static final String WEST = "127.84.100.2";
  private static final RouteChange TO_WEST = new RouteChange("na", 2, "west", List.of("west"));

  private ScriptedPrimary primary;
  private GroupNames names;

  @BeforeEach
  void start() throws Exception {
    primary = new ScriptedPrimary();
    names =
        new GroupNames(
            ZONE,
            WRITE,
            READ,
            5,
            Map.of("east", EAST, "west", WEST),
            new ZoneClient(primary.endpoint(), Duration.ofSeconds(5), null));
  }

  @AfterEach
  void stop() {
    primary.close();
  }

  private Route change(Duration patience) {
    return names.change(TO_WEST, new ZoneClient(primary.endpoint(), patience, KEY));
  }

  private ApplicationFailure assertFails(String type, Duration patience) {
    Throwable thrown = catchThrowable(() -> change(patience));
    assertThat(thrown).isInstanceOf(ApplicationFailure.class);
    ApplicationFailure failure = (ApplicationFailure) thrown;
    assertThat(failure.getType()).as(thrown.getMessage()).isEqualTo(type);
    return failure;
  }

  private void takeIt() {
    primary.address = WEST;
    primary.mark = "epoch=2 leader=west";
  }

  @Test
  void oneSignedMessageNamesEverythingOldAndEverythingNew() {
    primary.reaction =
        (update, answer) -> {
          answer.setTSIG(KEY, Rcode.NOERROR, update.getTSIG());
          return answer;
        };
    assertThat(change(Duration.ofSeconds(5)))
        .isEqualTo(new Route("west", List.of("west"), 2, "DONE"));
    assertThat(primary.updates).hasSize(1);
    Message update = primary.updates.get(0);
    assertThat(update.getTSIG()).isNotNull();
    assertThat(update.getSection(Section.PREREQ))
        .allMatch(r -> r.getDClass() == DClass.IN)
        .extracting(Record::rdataToString)
        .containsExactlyInAnyOrder(EAST, EAST, "\"epoch=1 leader=east\"");
    assertThat(update.getSection(Section.UPDATE))
        .filteredOn(r -> r.getDClass() == DClass.IN)
        .extracting(Record::rdataToString)
        .containsExactlyInAnyOrder(WEST, WEST, "\"epoch=2 leader=west\"");
    assertThat(update.getSection(Section.UPDATE))
        .filteredOn(r -> r.getDClass() == DClass.ANY)
        .hasSize(3);
  }

  @Test
  void namesWithoutAddressesAreRequiredToStayWithoutUntilTheChange() {
    primary.address = "";
    primary.reaction = (update, answer) -> answer;
    assertFails(FailureTypes.NOT_READY, Duration.ofSeconds(5));
    assertThat(primary.updates.get(0).getSection(Section.PREREQ))
        .filteredOn(r -> r.getDClass() == DClass.NONE)
        .extracting(Record::getName)
        .containsExactlyInAnyOrder(WRITE, READ);
  }

  @Test
  void anUnsignedConfirmationIsNotBelieved() {
    primary.reaction = (update, answer) -> answer;
    assertFails(FailureTypes.NOT_READY, Duration.ofSeconds(5));
  }

  @Test
  void aChangeWhoseAnswerIsLostIsThereAlreadyTheNextTime() {
    primary.reaction =
        (update, answer) -> {
          takeIt();
          return null;
        };
    assertFails(FailureTypes.UNREACHABLE, Duration.ofMillis(300));
    assertThat(change(Duration.ofSeconds(5)).outcome()).isEqualTo("ALREADY");
    assertThat(primary.updates).hasSize(1);
  }

  @Test
  void aServerInTroubleIsAskedAgain() {
    primary.reaction =
        (update, answer) -> {
          answer.getHeader().setRcode(Rcode.SERVFAIL);
          return answer;
        };
    assertFails(FailureTypes.NOT_READY, Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "5, Forbidden, REFUSED, check the key",
    "9, Forbidden, NOTAUTH, check the key",
    "10, InvalidRequest, NOTZONE, lies outside its zone",
    "4, InvalidRequest, NOTIMP, takes no updates",
    "1, InvalidRequest, FORMERR, read the update"
  })
  void whatNoRetryMendsIsFinalAndSaysWhatToDo(int rcode, String type, String name, String advice) {
    primary.reaction =
        (update, answer) -> {
          answer.getHeader().setRcode(rcode);
          return answer;
        };
    ApplicationFailure failure = assertFails(type, Duration.ofSeconds(5));
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .contains(primary.endpoint().toString(), "answered " + name, advice);
    assertThat(primary.updates).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, InvalidRequest, FORMERR to a plain question",
    "4, InvalidRequest, NOTIMP to a plain question",
    // A secondary that has not loaded its zone yet.
    "5, NotReady, REFUSED",
    "2, NotReady, SERVFAIL"
  })
  void whatIsNoNameServerIsNotAskedAgain(int rcode, String type, String words) {
    primary.rcode = rcode;
    assertThat(assertFails(type, Duration.ofSeconds(5)).getOriginalMessage())
        .contains(primary.endpoint().toString(), words);
    assertThat(primary.updates).isEmpty();
  }

  @Test
  void ourOwnChangeThatArrivesBetweenTwoQuestionsIsNoConflict() {
    // An earlier attempt is confirmed too late: the names become ours after the first question.
    primary.afterQuestion = this::takeIt;
    primary.reaction =
        (update, answer) -> {
          answer.getHeader().setRcode(Rcode.NXRRSET);
          return answer;
        };
    assertFails(FailureTypes.NOT_READY, Duration.ofSeconds(5));
    assertThat(change(Duration.ofSeconds(5)).outcome()).isEqualTo("ALREADY");
  }
}
