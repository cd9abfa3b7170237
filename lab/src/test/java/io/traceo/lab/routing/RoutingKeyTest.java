package io.traceo.lab.routing;

import static io.traceo.lab.routing.RoutedGroup.EAST;
import static io.traceo.lab.routing.RoutedGroup.GROUP;
import static io.traceo.lab.routing.RoutedGroup.WEST;
import static io.traceo.lab.routing.RoutedGroup.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.lab.dns.LabNames;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of the updates: wrong, missing, exchanged, and never told. */
class RoutingKeyTest {
  private static final String WRONG =
      Base64.getEncoder().encodeToString("another-key-of-just-32-bytes-len".getBytes(UTF_8));

  @TempDir Path folder;
  private RoutedGroup group;

  @BeforeEach
  void start() throws Exception {
    group = new RoutedGroup(folder);
  }

  @AfterEach
  void stop() throws Exception {
    group.close();
  }

  @Test
  void aWrongKeyIsForbiddenAndARightOneCountsAtOnce() throws Exception {
    Rfc2136Routing routing = group.routing();
    Files.writeString(group.secret, WRONG);
    ApplicationFailure failure =
        group.assertFails(FailureTypes.FORBIDDEN, () -> routing.route(to(WEST, 2)));
    assertThat(failure.getOriginalMessage()).contains("NOTAUTH").contains("check the key");
    group.assertNamesPointTo(EAST, 1, EAST, WEST);

    Files.writeString(group.secret, LabNames.SECRET);
    assertThat(routing.route(to(WEST, 2)).outcome()).isEqualTo("DONE");
  }

  @Test
  void aKeyThatIsNoneIsAnInvalidRequestAndIsNotQuoted() throws Exception {
    Files.writeString(group.secret, "not~base64~but~secret");
    group.assertFails(FailureTypes.INVALID_REQUEST, () -> group.routing().route(to(WEST, 2)));
    Files.writeString(group.secret, LabNames.SECRET);
    // Somebody wrote the secret itself where its reference belongs.
    Rfc2136Routing pasted = group.routing(LabNames.SECRET, group.servers());
    group.assertFails(FailureTypes.INVALID_REQUEST, () -> pasted.route(to(WEST, 2)));
    Rfc2136Routing missing = group.routing("file:" + folder.resolve("none"), group.servers());
    group.assertFails(FailureTypes.INVALID_REQUEST, () -> missing.route(to(WEST, 2)));
    // Reading needs no key.
    assertThat(missing.readRoute(new RouteQuery(GROUP)).writeRegion()).isEqualTo(EAST);
  }
}
