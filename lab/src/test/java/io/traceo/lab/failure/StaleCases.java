package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.activities.topology.Configuration;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.RunHistory;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ResidencyRule;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What was true once, and what never was, comes back late and with a grant that nobody gave. */
final class StaleCases {
  private static final int RACES = 40;

  private StaleCases() {}

  /** A plan from when somebody else led. */
  static void plan(Scene scene) throws Exception {
    String former = scene.leader();
    String next = scene.followers().get(0);
    assertThat(scene.ended(scene.startSwitchover(next)).outcome()).isEqualTo("DONE");
    scene.settle();
    FailoverResult refused =
        scene.ended(scene.start(forged(scene, former, FailoverMode.SWITCHOVER, definition(scene))));
    assertThat(refused.outcome()).as("%s", refused).isEqualTo("REFUSED");
    scene.nobodyPromoted(next, Scene.NEVER_SECONDS);
    assertThat(scene.ended(scene.startSwitchover(former)).outcome()).isEqualTo("DONE");
  }

  /** A promotion that is delivered when another run has already sealed the same member. */
  static void epoch(Scene scene) throws Exception {
    String leader = scene.leader();
    String follower = scene.followers().get(0);
    String group = scene.group();
    PostgresActivities database = new PostgresActivities(control(scene), topology(scene));
    long epoch = scene.status().epoch() + 1;
    SealedMember sealed = database.seal(new SealRequest(group, follower, leader, epoch));
    SealedMember again = database.seal(new SealRequest(group, follower, leader, epoch + 1));
    assertThat(again.position()).as("nothing but the epoch differs").isEqualTo(sealed.position());
    PromoteRequest late =
        new PromoteRequest(group, follower, epoch, sealed.timeline(), sealed.position());
    assertThatThrownBy(() -> database.promote(late)).hasMessageContaining("epoch");
    scene.nobodyPromoted(leader, Scene.NEVER_SECONDS);
    Receipt unsealed = database.unseal(new UnsealRequest(group, follower, leader, epoch + 2));
    assertThat(unsealed.outcome()).isEqualTo("DONE");
    scene.settle();
    FailoverResult done = scene.ended(scene.startSwitchover(follower));
    assertThat(done.outcome()).as("%s", done).isEqualTo("DONE");
    assertThat(scene.status().epoch()).isGreaterThan(epoch + 2);
  }

  /** Two runs change the names at the same moment: the higher epoch stays, whoever was last. */
  static void names(Scene scene) throws Exception {
    String leader = scene.leader();
    List<String> all = scene.members().all();
    Rfc2136Routing routing = new Rfc2136Routing(control(scene), topology(scene));
    long epoch = routing.readRoute(new RouteQuery(scene.group())).epoch();
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < RACES; round++) {
        long older = ++epoch;
        long newer = ++epoch;
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> first =
            both.submit(() -> changed(start, routing, scene, older, leader, List.of(leader)));
        Future<Boolean> second =
            both.submit(() -> changed(start, routing, scene, newer, leader, all));
        boolean unused = first.get();
        assertThat(second.get()).as("the newer one gets through").isTrue();
        assertThat(routing.readRoute(new RouteQuery(scene.group())).epoch()).isEqualTo(newer);
      }
    } finally {
      both.shutdownNow();
    }
    FailoverResult done = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(done.outcome()).as("%s", done).isEqualTo("DONE");
    assertThat(scene.status().epoch()).isGreaterThan(epoch);
  }

  /** Tries as a step's retries would; false when it is refused for good. */
  private static boolean changed(
      CyclicBarrier start,
      Rfc2136Routing routing,
      Scene scene,
      long epoch,
      String leader,
      List<String> readers)
      throws Exception {
    start.await();
    while (true) {
      try {
        Route unused = routing.route(new RouteChange(scene.group(), epoch, leader, readers));
        return true;
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable()) {
          return false;
        }
      }
    }
  }

  /** Rules that bar every follower: the plan refuses, and so does the step that promotes. */
  static void residency(Scene scene) throws Exception {
    String leader = scene.leader();
    Definition known = definition(scene);
    List<Region> barred = known.regions().stream().map(StaleCases::atHome).toList();
    FailoverResult refused =
        scene.ended(
            scene.start(forged(scene, leader, FailoverMode.SWITCHOVER, with(known, barred))));
    assertThat(refused.outcome()).as("%s", refused).isEqualTo("REFUSED");
    assertThat(refused.reason()).contains("residency");
    Topology real = topology(scene);
    Topology strict =
        new Topology(
            real.version(),
            real.regions().stream().map(StaleCases::atHome).toList(),
            real.groups());
    // At home it may always be: by the topology, whoever leads now.
    String follower =
        scene.followers().stream()
            .filter(f -> !f.equals(known.group().leader()))
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(
            () ->
                new PostgresActivities(control(scene), strict)
                    .promote(new PromoteRequest(scene.group(), follower, 99, 1, 1)))
        .hasMessageContaining("may not be stored");
    scene.nobodyPromoted(leader, Scene.NEVER_SECONDS);
    assertThat(scene.ended(scene.startSwitchover(follower)).outcome()).isEqualTo("DONE");
  }

  private static Region atHome(Region region) {
    return new Region(
        region.id(),
        region.name(),
        region.jurisdiction(),
        region.regimes(),
        new ResidencyRule(Map.of(ResidencyRule.DEFAULT_CLASS, List.of(region.id()))));
  }

  private static Definition with(Definition known, List<Region> regions) {
    return new Definition(
        known.group(),
        regions,
        known.failover(),
        known.drill(),
        known.simulated(),
        known.searchAttributes(),
        known.clusters(),
        known.backups(),
        known.capacity(),
        known.alerts(),
        known.approvals());
  }

  private static FailoverRequest forged(
      Scene scene, String leader, FailoverMode mode, Definition definition) {
    return new FailoverRequest(
        scene.group(),
        mode.name(),
        null,
        "forged",
        "mallory",
        false,
        new FailoverRequest.Authority("never-given", null, leader, 0, definition, null, null, null),
        Map.of());
  }

  private static Definition definition(Scene scene) {
    return RunHistory.result(
        scene.lab().client(scene.group()),
        "group/" + scene.group(),
        "GroupDefine",
        Definition.class);
  }

  private static Topology topology(Scene scene) {
    Path runbooks = scene.lab().home().resolve("runbooks");
    return Configuration.load(runbooks.resolve("topology.yaml"), runbooks).topology();
  }

  private static PlaceConfig control(Scene scene) {
    Path configs = scene.lab().parts().settings().folder().folder("config");
    return PlaceConfigFile.read(configs.resolve(AddressPlan.CONTROL + ".yaml"));
  }
}
