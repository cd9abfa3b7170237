package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.LedgerActivities;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LedgerConverged;
import io.traceo.workflows.activity.LedgerActivities.LedgerQuery;
import io.traceo.workflows.activity.LedgerActivities.LedgerStart;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The activities as a worker calls them, on a real server. */
class LedgerActivitiesIT {
  @TempDir Path folder;
  private final String id = "drill/na/" + UUID.randomUUID();
  private static OnePostgres postgres;
  private static MiniDns dns;
  private TestActivityEnvironment environment;
  private LedgerActivitiesImpl implementation;
  private LedgerActivities ledger;
  private final AtomicInteger heartbeats = new AtomicInteger();

  @BeforeAll
  static void servers() throws Exception {
    postgres = new OnePostgres("127.83.4.1", "west");
    dns = new MiniDns("127.83.4.2", "127.83.4.1");
  }

  @AfterAll
  static void end() throws Exception {
    dns.close();
    postgres.close();
  }

  @BeforeEach
  void up() {
    environment = TestActivityEnvironment.newInstance();
    environment.setActivityHeartbeatListener(Long.class, beat -> heartbeats.incrementAndGet());
    implementation = new LedgerActivitiesImpl(this::config, folder);
    environment.registerActivitiesImplementations(implementation);
    ledger = environment.newActivityStub(LedgerActivities.class);
  }

  @AfterEach
  void down() {
    implementation.close();
    environment.close();
  }

  @Test
  void fromStartToAccount() {
    LedgerProgress started = ledger.start(new LedgerStart(id, "na", 200));
    assertThat(started.acknowledgedPerSecond()).isGreaterThanOrEqualTo(200);
    assertThat(started.servers()).hasSize(10).allMatch(s -> s.region().equals("west"));
    assertThat(heartbeats).hasPositiveValue();
    long pid = pid();
    ledger.start(new LedgerStart(id, "na", 200));
    assertThat(pid()).isEqualTo(pid);

    long now = System.currentTimeMillis();
    assertThat(ledger.awaitConverged(new LedgerConverged(id, "west", now, 5000)).acknowledged())
        .isPositive();
    assertThat(typeOf(() -> ledger.awaitConverged(new LedgerConverged(id, "east", now, 300))))
        .isEqualTo("NotReady");

    LedgerAccount account = ledger.account(new AccountRequest(id, null, "west", "east", null));
    assertThat(account.acknowledged()).isGreaterThan(200);
    assertThat(account.lost()).isZero();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(ledger.account(new AccountRequest(id, null, "west", "east", null)))
        .isEqualTo(account);
  }

  @Test
  void stopEndsTheProcessOnce() {
    ledger.start(new LedgerStart(id, "na", 1));
    long pid = pid();

    assertThat(ledger.stop(new LedgerQuery(id)).outcome()).isEqualTo("DONE");
    assertThat(ledger.stop(new LedgerQuery(id)).outcome()).isEqualTo("ALREADY");
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void aKilledLedgerIsStartedAgainWhenAwaitedAndReadWhenAccounted() throws Exception {
    ledger.start(new LedgerStart(id, "na", 200));
    long first = pid();
    kill(first);
    long now = System.currentTimeMillis();

    ledger.awaitConverged(new LedgerConverged(id, "west", now, 10_000));
    assertThat(pid()).isNotEqualTo(first);

    kill(pid());
    LedgerAccount account = ledger.account(new AccountRequest(id, null, "west", "east", null));
    assertThat(account.acknowledged()).isGreaterThan(100);
    assertThat(account.lost()).isZero();
    assertThat(account.duplicates()).isZero();
  }

  @Test
  void noFlushedAcknowledgementOfAKilledLedgerIsForgottenOrCountedTwice() throws Exception {
    ledger.start(new LedgerStart(id, "na", 200));
    long seen = ledger.progress(new LedgerQuery(id)).acknowledged();
    kill(pid());
    long now = System.currentTimeMillis();
    LedgerProgress again = ledger.awaitConverged(new LedgerConverged(id, "west", now, 10_000));
    assertThat(again.acknowledged()).isGreaterThan(seen);
    kill(pid());

    Set<String> journalled = acknowledgedLines();
    LedgerAccount account = ledger.account(new AccountRequest(id, null, "west", "east", null));

    assertThat(account.acknowledged())
        .isEqualTo(journalled.size())
        .isGreaterThanOrEqualTo(again.acknowledged());
    assertThat(account.lost()).isZero();
    // Every row is either acknowledged or said to be there without that.
    assertThat(rows()).isEqualTo(account.acknowledged() + account.unknownPresent());
    assertThat(ledger.account(new AccountRequest(id, null, "west", "east", null)))
        .isEqualTo(account);
  }

  @Test
  void aFullDiskIsRefusedAndWhatWasFlushedAccountedFor() throws Exception {
    ledger.start(new LedgerStart(id, "na", 200));
    Path journal = new JournalFiles(LedgerProcess.folderOf(id, folder)).path(1);
    LimitedDisk.fill(pid(), journal);
    LedgerConverged never = new LedgerConverged(id, "east", 0, 10_000);

    assertThat(failureOf(() -> ledger.awaitConverged(never)))
        .satisfies(
            failure -> {
              assertThat(failure.getType()).isEqualTo("Refused");
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getOriginalMessage())
                  .contains(journal.toString(), "File too large", "Free some room");
            });
    assertThat(typeOf(() -> ledger.progress(new LedgerQuery(id)))).isEqualTo("Refused");
    LedgerAccount account = ledger.account(new AccountRequest(id, null, "west", "east", null));
    assertThat(account.acknowledged()).isEqualTo(acknowledgedLines().size()).isGreaterThan(100);
    assertThat(account.lost()).isZero();
  }

  @Test
  void aFolderThatCanNotBeWrittenRefusesTheStartAndHoldsTheAccountUntilItCan() throws Exception {
    Path home = LedgerProcess.folderOf(id, folder);
    Files.writeString(home, "a file where the folder should be");
    assertThat(failureOf(() -> ledger.start(new LedgerStart(id, "na", 1))))
        .satisfies(
            failure -> {
              assertThat(failure.getType()).isEqualTo("Refused");
              assertThat(failure.getOriginalMessage())
                  .contains("cannot write " + home + ": something else is there; free some");
            });
    Files.delete(home);
    ledger.start(new LedgerStart(id, "na", 1));
    kill(pid());

    // In the place of the file that the reading process writes first, then of the last.
    for (String name : List.of("token", "ledger.json.new")) {
      Path inTheWay = home.resolve(name);
      Files.deleteIfExists(inTheWay);
      Files.createDirectories(inTheWay.resolve("full"));
      assertThat(typeOf(() -> ledger.account(new AccountRequest(id, null, "west", "east", null))))
          .isEqualTo("NotReady");
      Files.delete(inTheWay.resolve("full"));
      Files.delete(inTheWay);
    }
    assertThat(ledger.account(new AccountRequest(id, null, "west", "east", null)).lost()).isZero();
  }

  @Test
  void aLedgerNobodyStartedIsAnInvalidRequest() {
    AccountRequest request = new AccountRequest("none", null, "west", "east", null);

    assertThat(typeOf(() -> ledger.account(request))).isEqualTo("InvalidRequest");
    assertThat(typeOf(() -> ledger.progress(new LedgerQuery("none")))).isEqualTo("InvalidRequest");
    assertThat(typeOf(() -> ledger.start(new LedgerStart("x", "unknown", 1))))
        .isEqualTo("InvalidRequest");
  }

  private LedgerConfig config(String group) {
    if (!group.equals("na")) {
      throw new IllegalArgumentException("no group " + group);
    }
    try {
      Path password = folder.resolve("password");
      Files.writeString(password, OnePostgres.PASSWORD);
      return LedgerConfig.forGroup(
          "na-write.traceo.test",
          List.of(dns.endpoint()),
          postgres.port(),
          "postgres",
          "ledger_client",
          password.toString(),
          List.of("west=" + postgres.endpoint()),
          Map.of("west", postgres.endpoint()),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long pid() {
    return ProcessHandle.current()
        .children()
        .filter(LedgerActivitiesIT::runsLedger)
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  /** The handle's own command line is empty when the class path is long. */
  private static boolean runsLedger(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains(LedgerMain.class.getName());
    } catch (IOException e) {
      return false;
    }
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    Eventually.within(5, () -> !process.isAlive());
  }

  /** As anybody would count them, without the code that is tested. */
  private Set<String> acknowledgedLines() throws IOException {
    Set<String> writes = new HashSet<>();
    for (int start = 1; start <= 2; start++) {
      Path file = new JournalFiles(LedgerProcess.folderOf(id, folder)).path(start);
      String text = Files.exists(file) ? Files.readString(file) : "";
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .filter(line -> line.startsWith("ACKNOWLEDGED"))
          .map(line -> line.split("\t", -1))
          .forEach(field -> assertThat(writes.add(field[1] + " " + field[2])).isTrue());
    }
    return writes;
  }

  private long rows() throws Exception {
    try (Connection admin = postgres.admin();
        PreparedStatement count =
            admin.prepareStatement(
                "SELECT count(*) FROM ledger.entry WHERE starts_with(client, ?)")) {
      count.setString(1, LedgerProcess.folderOf(id, folder).getFileName() + "/");
      ResultSet row = count.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  private static String typeOf(ThrowingCallable call) {
    return failureOf(call).getType();
  }

  private static ApplicationFailure failureOf(ThrowingCallable call) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(call).isInstanceOf(ActivityFailure.class).satisfies(e -> thrown[0] = e);
    return (ApplicationFailure) thrown[0].getCause();
  }
}
