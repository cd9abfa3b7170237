package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LossQuery;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A ledger's process as its parent sees it. The process ends with its parent; what it has
 * acknowledged stays in the journal of its folder and can be accounted for by {@link #reading}.
 */
public final class LedgerProcess implements AutoCloseable {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  private final Process process;
  private final LedgerChannel channel;
  private final boolean writing;

  private LedgerProcess(Process process, LedgerChannel channel, boolean writing) {
    this.process = process;
    this.channel = channel;
    this.writing = writing;
  }

  /** Where a ledger keeps its journal, configuration and log. */
  public static Path folderOf(String ledgerId, Path folder) {
    return folder.resolve(URLEncoder.encode(ledgerId, UTF_8));
  }

  /**
   * Starts a ledger that writes. Returns once its control channel listens, before the first write.
   * A second start of the same id goes on with the same journals and new sequence numbers.
   *
   * @throws UnwritableException when its folder can't be written
   * @throws IOException when it doesn't come up; its log says why
   */
  public static LedgerProcess start(LedgerConfig config, String ledgerId, Path folder)
      throws IOException {
    return spawn(config, ledgerId, folder, true);
  }

  /** As {@link #start}, only to account for what an earlier process of this id has journalled. */
  public static LedgerProcess reading(LedgerConfig config, String ledgerId, Path folder)
      throws IOException {
    return spawn(config, ledgerId, folder, false);
  }

  private static LedgerProcess spawn(
      LedgerConfig config, String ledgerId, Path folder, boolean writing) throws IOException {
    Path home = folderOf(ledgerId, folder);
    Path file = home.resolve("ledger.json");
    String token;
    try {
      Files.createDirectories(home);
      token = Tokens.create(home.resolve("token"));
      LedgerConfig run =
          config.forRun(
              URLEncoder.encode(ledgerId, UTF_8),
              home.toString(),
              home.resolve("token").toString(),
              ProcessHandle.current().pid(),
              writing);
      replace(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(run));
    } catch (IOException e) {
      throw UnwritableException.of(home, e);
    }
    Path log = home.resolve("ledger.log");
    Process process =
        new ProcessBuilder(command(file))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      return new LedgerProcess(process, new LedgerChannel(port(process, log), token), writing);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Whole or not at all: without the old one nobody could read the journals any more. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, content);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> command(Path config) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      // Clients have machines of their own; on this one they give way to what they measure.
      command.addAll(List.of(NICE.toString(), "-n", "5"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // The port is read from standard output: no logger may print there.
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerMain.class.getName(),
            config.toString()));
    return command;
  }

  private static int port(Process process, Path log) throws IOException {
    // Stays open: closing it would end the reader, and the process writes nothing more to it.
    BufferedReader lines = process.inputReader(UTF_8);
    String line = lines.readLine();
    JsonNode port = line == null ? null : MAPPER.readTree(line).get("port");
    if (port == null || !port.isInt()) {
      throw new IOException("the ledger's process did not come up, see " + log);
    }
    return port.intValue();
  }

  /** What it has measured so far. */
  public LedgerStatus status() throws IOException {
    return channel.status();
  }

  /**
   * Stops writing, reads everything back, accounts. Safe to ask again.
   *
   * @throws IOException when the process is gone, or no leader can be reached (asking again helps)
   */
  public LedgerAccount account(AccountRequest request) throws IOException {
    return channel.account(request);
  }

  /**
   * What is missing on a new leader so far, while writing goes on.
   *
   * @throws IOException when that region can't be read or does not lead (asking again helps)
   */
  Losses losses(LossQuery query) throws IOException {
    return channel.losses(query);
  }

  /** Whether the process runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Whether it was started to write, as opposed to reading a dead one's journal. */
  boolean writing() {
    return writing;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Ends the process; a second time does nothing. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
