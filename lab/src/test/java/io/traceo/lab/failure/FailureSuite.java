package io.traceo.lab.failure;

import io.traceo.lab.LabFolder;
import io.traceo.lab.TestLab;
import io.traceo.lab.failure.FailureCase.Bed;
import io.traceo.lab.failure.Results.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab/failure-suite}: plays stories of things that go wrong on a real lab. */
@Command(
    name = "failure-suite",
    mixinStandardHelpOptions = true,
    description = {
      "Plays everything that may go wrong on a real lab, each case with the outcome that it must",
      "have. What has passed with this build is not played again."
    })
final class FailureSuite implements Callable<Integer> {
  @Parameters(
      paramLabel = "CASE",
      arity = "0..*",
      description = "cases to play, or the part before a slash; all when none is named")
  private List<String> wanted = new ArrayList<>();

  @Option(names = "--ci", description = "only the short suite of the gate, all of it")
  private boolean gate;

  @Option(names = "--list", description = "print the cases and what each must come to")
  private boolean list;

  @Option(names = "--fresh", description = "play again what has passed with this build")
  private boolean fresh;

  @Option(
      names = "--net",
      paramLabel = "N",
      defaultValue = "121",
      description = "the lab's addresses are 127.N.*; 121 when nothing is given")
  private int net;

  private @Nullable TestLab lab;
  private @Nullable Bed bed;
  private @Nullable Path home;
  private volatile boolean over;

  public static void main(String... arguments) {
    System.exit(new CommandLine(new FailureSuite()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<FailureCase> cases = chosen();
    if (cases.isEmpty()) {
      System.err.println("failure-suite: no case is called " + wanted + "; --list prints them");
      return 2;
    }
    if (list) {
      cases.forEach(c -> System.out.printf("%-34s %s%n", c.name(), c.expects()));
      return 0;
    }
    Results results =
        new Results(
            Path.of(System.getProperty("traceo.failure.results")),
            System.getProperty("traceo.failure.build"));
    Map<String, Result> known = results.known();
    Thread closing = new Thread(this::end, "lab-down");
    Runtime.getRuntime().addShutdownHook(closing);
    List<Result> played = new ArrayList<>();
    try {
      for (FailureCase each : cases) {
        Result before = known.get(each.name());
        if (before != null && before.passed() && !fresh && !gate) {
          System.out.println("passed before  " + each.name());
          played.add(before);
          continue;
        }
        Result result = play(each, results.build());
        if (over) {
          break;
        }
        results.add(result);
        played.add(result);
      }
    } finally {
      down();
    }
    System.out.println();
    Summary.of(played, cases.size()).forEach(System.out::println);
    return played.stream().allMatch(Result::passed) ? 0 : 1;
  }

  /** Somebody wants it to stop: no further case, and nothing of the lab is left. */
  private void end() {
    over = true;
    down();
  }

  private List<FailureCase> chosen() {
    return FailureCase.all().stream()
        .filter(c -> !gate || c.inGate())
        .filter(
            c ->
                wanted.isEmpty()
                    || wanted.stream()
                        .anyMatch(w -> c.name().equals(w) || c.name().startsWith(w + "/")))
        .sorted(java.util.Comparator.comparing(FailureCase::bed))
        .toList();
  }

  private Result play(FailureCase each, String build) {
    System.out.println("--- " + each.name() + ": " + each.expects());
    long started = System.nanoTime();
    String cause = null;
    Writers.Tally tally = null;
    try {
      TestLab ready = up(each.bed());
      String run = each.name().replace('/', '-') + "-" + Long.toString(System.nanoTime(), 36);
      try (Scene scene = new Scene(ready, each.bed().group(), run)) {
        try {
          each.story().play(scene);
        } finally {
          tally = scene.tally();
        }
        scene.settle();
      }
    } catch (Exception | AssertionError e) {
      cause =
          e.getCause() == null
              ? String.valueOf(e.getMessage()).strip()
              : e.getMessage() + ": " + e.getCause().getMessage();
      e.printStackTrace(System.out);
      keepLogs(each.name());
      // The next case must not inherit what this one broke.
      down();
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
    System.out.printf(
        "%s  %s, %d s  %s%n",
        cause == null ? "PASSED" : "FAILED", each.name(), seconds, tally == null ? "" : tally);
    return new Result(
        build,
        each.name(),
        cause == null,
        seconds,
        tally == null ? 0 : tally.acknowledged(),
        tally == null ? 0 : tally.lost(),
        tally == null ? 0 : tally.doubleLeader(),
        tally == null ? null : tally.firstWriteMs(),
        cause);
  }

  /** Beside the results: the lab's own are gone with it. */
  private synchronized void keepLogs(String name) {
    Path from = home == null ? null : home.resolve("lab/logs");
    if (from == null || !Files.isDirectory(from)) {
      return;
    }
    Path to =
        Path.of(System.getProperty("traceo.failure.results"))
            .resolveSibling("logs")
            .resolve(name.replace('/', '-'));
    LabFolder.remove(to);
    try (Stream<Path> logs = Files.list(from)) {
      Files.createDirectories(to);
      for (Path log : logs.toList()) {
        Path unused = Files.copy(log, to.resolve(log.getFileName()));
      }
      TestLab broken = lab;
      Bed its = bed;
      if (broken != null && its != null) {
        Members members = new Members(broken, its.group());
        for (String region : members.all()) {
          Path log = members.server(region).data().resolveSibling("server.log");
          Path unused = Files.copy(log, to.resolve("postgres-" + region + ".log"));
        }
      }
      System.out.println("logs are kept in " + to);
    } catch (IOException e) {
      System.out.println("no logs are kept: " + e.getMessage());
    }
  }

  private synchronized TestLab up(Bed wantedBed) throws Exception {
    if (over) {
      throw new IllegalStateException("stopped");
    }
    TestLab ready = lab;
    if (ready != null && bed == wantedBed) {
      return ready;
    }
    down();
    Path folder = Files.createTempDirectory("traceo-failures-");
    home = folder;
    ready = new TestLab(folder, net, wantedBed.settings(), wantedBed.group());
    lab = ready;
    bed = wantedBed;
    return ready;
  }

  private synchronized void down() {
    TestLab old = lab;
    lab = null;
    try {
      if (old != null) {
        old.close();
      }
    } catch (AssertionError e) {
      System.out.println("the lab left something: " + e.getMessage());
    }
    if (home != null) {
      LabFolder.remove(home);
      home = null;
    }
  }
}
