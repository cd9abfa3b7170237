package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * What clients of a group are told to set, and what the lab's ledger measures with.
 *
 * @param connect until a handshake is answered
 * @param login until each answer of a login, of which there are some five
 * @param answer until a statement is answered
 * @param hostRecheck how long a driver believes what it knows of a host's role
 * @param keepAlive whether the kernel asks a silent peer by itself
 */
public record ClientSettings(
    Duration connect, Duration login, Duration answer, Duration hostRecheck, boolean keepAlive) {
  /** The values that failovers are measured with. */
  public static final ClientSettings ADVISED =
      new ClientSettings(
          Duration.ofMillis(400),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ZERO,
          true);

  private static final int ANSWERS_OF_A_LOGIN = 5;

  /** {@code connectTimeout} of the driver, which knows whole seconds. */
  public long connectSeconds() {
    return seconds(connect);
  }

  /** {@code loginTimeout} of the driver. */
  public long loginSeconds() {
    return seconds(login.multipliedBy(ANSWERS_OF_A_LOGIN));
  }

  /** {@code socketTimeout} of the driver. */
  public long answerSeconds() {
    return seconds(answer);
  }

  /** The options of a URL that lists the members. */
  public String hostOptions() {
    return "targetServerType=primary&hostRecheckSeconds=" + hostRecheck.toSeconds();
  }

  private static long seconds(Duration time) {
    return (time.toMillis() + 999) / 1000;
  }
}
