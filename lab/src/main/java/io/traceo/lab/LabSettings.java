package io.traceo.lab;

import io.traceo.starters.cli.CliException;
import io.traceo.starters.cli.ExitCodes;
import java.nio.file.Path;
import java.util.List;

/**
 * How a lab is brought up.
 *
 * @param folder where it lives
 * @param runbooks topology and runbooks that it is made from
 * @param groups the groups it runs
 * @param net second octet of its loopback addresses
 * @param buildTemporal whether Go may build a Temporal server when there is none
 * @param realRoundTrips whether links are as slow as real ones
 */
public record LabSettings(
    LabFolder folder,
    Path runbooks,
    List<String> groups,
    int net,
    boolean buildTemporal,
    boolean realRoundTrips) {
  public LabSettings {
    groups = List.copyOf(groups);
  }

  /** Second octet when nothing else is said; TRACEO_LAB_NET changes it. */
  public static final int DEFAULT_NET = 77;

  /** From the environment, for these groups. */
  public static LabSettings ofEnvironment(List<String> groups) {
    String net = System.getenv("TRACEO_LAB_NET");
    String runbooks = System.getProperty("traceo.runbooks");
    return new LabSettings(
        LabFolder.ofEnvironment(),
        runbooks == null ? Path.of("runbooks").toAbsolutePath() : Path.of(runbooks),
        groups,
        net == null || net.isBlank() ? DEFAULT_NET : octet(net.strip()),
        true,
        false);
  }

  /** The same with what was typed. */
  LabSettings with(boolean mayBuildTemporal, boolean slowLinks) {
    return new LabSettings(folder, runbooks, groups, net, mayBuildTemporal, slowLinks);
  }

  private static int octet(String text) {
    // 0 is the machine's own, and ports are made from it too.
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > 254) {
      throw new CliException(
          ExitCodes.USAGE, "TRACEO_LAB_NET is \"" + text + "\"; it must be a number from 1 to 254");
    }
    return Integer.parseInt(text);
  }
}
