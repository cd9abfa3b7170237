package io.traceo.activities.evidence.html;

import org.jspecify.annotations.Nullable;

/** What the names in a report mean, for readers who don't run the system. */
final class Explained {
  private Explained() {}

  /** A kind of client, in words. */
  record Client(String name, String meaning) {}

  static Client client(String kind) {
    return switch (kind) {
      case "strictTtl" ->
          new Client(
              "Clients that keep an address for its TTL (5 s)",
              "old-fashioned: they try the old address until its 5 s are over");
      case "reResolving" ->
          new Client("Clients that look the name up again", "after an error and once a second");
      case "multiHost" ->
          new Client(
              "Clients with a list of hosts",
              "they ask every host which one leads and need no name");
      default -> new Client(kind, "");
    };
  }

  static @Nullable String objective(String name) {
    return switch (name) {
      case "detection" -> "from the fault until a quorum of observers had noticed it";
      case "recovery time" ->
          "from the fault until a client's write was acknowledged by the new leader";
      case "decided to resumed" ->
          "from the decision until the service of the new region took writes";
      case "acknowledged writes lost" ->
          "writes that a client was told are safe, and that are gone";
      case "writes acknowledged by two leaders" ->
          "writes that the old leader accepted when the new one already led";
      case "duplicates" -> "writes that were found more than once";
      case "clients converged" -> "every kind of test client writes to the new leader";
      case "original order restored" -> "the region that led before the drill leads again";
      default -> null;
    };
  }

  static @Nullable String step(String name) {
    return switch (name.startsWith("restore.") ? name.substring("restore.".length()) : name) {
      case "baseline" -> "load before the fault, to compare with";
      case "fault" -> "the fault is injected";
      case "converge" -> "wait until every client has moved";
      case "lift" -> "the fault is taken away";
      case "measure" -> "read every write back from every member";
      case "admit" -> "check the rules, make the plan, take the next epoch";
      case "drain" -> "let writes under way end, take no new ones";
      case "catch-up" -> "wait until the followers have everything";
      case "stop-leader" -> "stop the old leader cleanly";
      case "fence" -> "keep the old leader from ever writing again";
      case "promote" -> "make the new leader: the point of no return is its end";
      case "promote.seal" -> "cut the followers off the old leader";
      case "promote.choose" -> "choose the most advanced one";
      case "promote.arm" -> "make sure that its writes will have a second copy";
      case "route" -> "point the public names to the new leader";
      case "verify" -> "check that everything acknowledged is there";
      case "resume" -> "the service of the new region takes writes";
      case "protect" -> "bring back the old leader as a follower, restore all copies";
      case "compensate" -> "take back what was changed";
      default -> null;
    };
  }

  /** How a step ended. */
  static String outcome(String outcome) {
    return switch (outcome) {
      case "DONE" -> "done";
      case "ALREADY" -> "was so already";
      case "FORCED" -> "not in time, went on without";
      case "ABORTED" -> "not in time, taken back";
      case "PAGED" -> "late, but done";
      case "FAILED" -> "failed";
      case "RUNNING" -> "not finished";
      case "SKIPPED" -> "skipped";
      default -> outcome;
    };
  }

  static boolean bad(String outcome) {
    return switch (outcome) {
      case "FORCED", "ABORTED", "PAGED", "FAILED" -> true;
      default -> false;
    };
  }

  /** What a fault does to a region. */
  static String fault(String fault) {
    return switch (fault) {
      case "BLACKHOLE" -> "went silent";
      case "CUT" -> "was cut off";
      case "KILL" -> "was killed";
      case "FREEZE" -> "froze";
      default -> "failed (" + fault + ")";
    };
  }
}
