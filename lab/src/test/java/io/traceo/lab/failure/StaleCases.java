package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.activities.topology.Configuration;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.RunHistory;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ResidencyRule;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What was true once, and what never was, comes back late and with a grant that nobody gave. */
final class StaleCases {
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

  /** A promotion of a run that was aborted and unsealed meanwhile. */
  static void epoch(Scene scene) throws Exception {
    String leader = scene.leader();
    String follower = scene.followers().get(0);
    String group = scene.group();
    PostgresActivities database = database(scene, topology(scene));
    long epoch = scene.status().epoch() + 1;
    SealedMember sealed = database.seal(new SealRequest(group, follower, epoch));
    database.unseal(new UnsealRequest(group, follower, leader, epoch + 1));
    PromoteRequest late =
        new PromoteRequest(group, follower, epoch, sealed.timeline(), sealed.position());
    assertThatThrownBy(() -> database.promote(late)).hasMessageContaining("epoch");
    scene.nobodyPromoted(leader, Scene.NEVER_SECONDS);
    scene.settle();
    FailoverResult done = scene.ended(scene.startSwitchover(follower));
    assertThat(done.outcome()).as("%s", done).isEqualTo("DONE");
    assertThat(done.plan()).isNotNull();
    assertThat(done.plan().epoch()).isGreaterThan(epoch + 1);
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
    String follower = scene.followers().get(0);
    assertThatThrownBy(
            () ->
                database(scene, strict)
                    .promote(new PromoteRequest(scene.group(), follower, 99, 1, 1)))
        .hasMessageContaining("residency");
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

  private static PostgresActivities database(Scene scene, Topology topology) {
    Path config =
        scene
            .lab()
            .parts()
            .settings()
            .folder()
            .folder("config")
            .resolve(AddressPlan.CONTROL + ".yaml");
    return new PostgresActivities(PlaceConfigFile.read(config), topology);
  }
}
