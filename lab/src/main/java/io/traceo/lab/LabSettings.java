package io.traceo.lab;

import java.nio.file.Path;

/**
 * How a lab is brought up.
 *
 * @param folder where it lives
 * @param runbooks topology and runbooks that it is made from
 * @param group the group it runs
 * @param net second octet of its loopback addresses
 * @param buildTemporal whether Go may build a Temporal server when there is none
 */
public record LabSettings(
    LabFolder folder, Path runbooks, String group, int net, boolean buildTemporal) {
  /** Second octet when nothing else is said; TRACEO_LAB_NET changes it. */
  public static final int DEFAULT_NET = 77;

  /** From the environment. */
  public static LabSettings ofEnvironment() {
    String net = System.getenv("TRACEO_LAB_NET");
    String runbooks = System.getProperty("traceo.runbooks");
    return new LabSettings(
        LabFolder.ofEnvironment(),
        runbooks == null ? Path.of("runbooks").toAbsolutePath() : Path.of(runbooks),
        "na",
        net == null || net.isBlank() ? DEFAULT_NET : Integer.parseInt(net.strip()),
        true);
  }
}
