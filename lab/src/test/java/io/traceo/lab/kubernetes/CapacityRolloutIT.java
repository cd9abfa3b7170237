package io.traceo.lab.kubernetes;

import static io.traceo.lab.kubernetes.Regions.EAST;
import static io.traceo.lab.kubernetes.Regions.WEST1;
import static io.traceo.lab.kubernetes.Regions.WEST2;
import static io.traceo.lab.kubernetes.Regions.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.cluster.kubernetes.CapacityRollouts;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.activity.CapacityActivities.Change;
import io.traceo.workflows.activity.CapacityActivities.ReadinessQuery;
import io.traceo.workflows.activity.CapacityActivities.Rehearsal;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.Size;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout's steps on a real API server with its controllers, each region by its own door. */
class CapacityRolloutIT {
  private static final AutoscalerPolicy POLICY =
      new AutoscalerPolicy(60, 70, 100_000, Duration.ofMinutes(5), 20, Duration.ZERO, 100, 10);

  @TempDir static Path folder;
  private static Regions regions;
  private static KubernetesClient admin;
  private static CapacityActivities rollouts;
  private static int runs;

  private String id = "";

  @BeforeAll
  static void up() throws Exception {
    Optional<KubernetesBinaries> binaries = KubernetesBinaries.find();
    if (binaries.isEmpty()) {
      Counterparts.lacks("kubernetes");
      Assumptions.abort("no Kubernetes API server");
    }
    regions = new Regions(164, folder, binaries);
    admin = regions.kubernetes.admin();
    rollouts = regions.rollouts();
  }

  @AfterAll
  static void down() throws Exception {
    if (regions != null) {
      admin.close();
      regions.close();
    }
  }

  @BeforeEach
  void name() {
    id = "rollout-" + runs++;
  }

  private Change to(String region, long epoch, Size size, boolean force) {
    return new Change("na", region, id, epoch, size, POLICY, force);
  }

  private static Application application(Change change, Rehearsal rehearsal) {
    return new Application(change, rehearsal.before(), rehearsal.expected());
  }

  private static HorizontalPodAutoscaler autoscaler(String region) {
    return admin
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(region)
        .withName(Workloads.name("na"))
        .get();
  }

  /** Who manages what of the spec and the annotations; times and the status aside. */
  private static List<String> managers(String region) {
    return autoscaler(region).getMetadata().getManagedFields().stream()
        .filter(m -> m.getSubresource() == null)
        .map(CapacityRolloutIT::words)
        .sorted()
        .toList();
  }

  private static String words(ManagedFieldsEntry entry) {
    return entry.getManager() + " " + entry.getOperation() + " " + entry.getFieldsV1();
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndChangesNothing() {
    String version = autoscaler(WEST2).getMetadata().getResourceVersion();
    Rehearsal rehearsal = rollouts.rehearse(to(WEST2, 9, new Size(7, 70), false));
    assertThat(rehearsal.differences())
        .anyMatch(d -> d.startsWith("minReplicas") && d.endsWith("to 7"))
        .anyMatch(d -> d.startsWith("maxReplicas") && d.endsWith("to 70"))
        .anyMatch(d -> d.contains("cpu 60 % + memory 70 % + metrics_ingested_per_second 100k"));
    assertThat(rehearsal.drift()).isEmpty();
    assertThat(autoscaler(WEST2).getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void aChangeRaisesThePodsAndTakenBackNothingOfItIsLeft() throws Exception {
    Change change = to(WEST2, 9, new Size(2, 5), false);
    Rehearsal rehearsal = rollouts.rehearse(change);
    String before = rehearsal.before().spec();
    List<String> managers = managers(WEST2);
    Application application = application(change, rehearsal);

    assertThat(rollouts.apply(application).outcome()).isEqualTo("DONE");
    assertThat(rollouts.apply(application).outcome()).isEqualTo("ALREADY");
    assertThat(autoscaler(WEST2).getSpec().getMinReplicas()).isEqualTo(2);
    assertThatThrownBy(() -> rollouts.rehearse(change))
        .hasMessageContaining(CapacityActivities.OWN_CHANGE);
    name();
    assertThat(rollouts.rehearse(to(WEST2, 9, new Size(2, 5), false)).differences()).isEmpty();
    awaitReady(WEST2);
    assertThat(regions.state(WEST2).ready()).isGreaterThanOrEqualTo(2);

    assertThat(rollouts.takeBack(application).outcome()).isEqualTo("DONE");
    assertThat(rollouts.takeBack(application).outcome()).isEqualTo("ALREADY");
    assertThat(rollouts.rehearse(change).before().spec()).isEqualTo(before);
    assertThat(managers(WEST2)).isEqualTo(managers);
    assertThatThrownBy(() -> rollouts.apply(application))
        .hasMessageContaining("too late")
        .satisfies(e -> isType(e, FailureTypes.CONFLICT));
  }

  private static void awaitReady(String region) throws Exception {
    ReadinessQuery query = new ReadinessQuery("na", region);
    Eventually.within(
        60, () -> rollouts.readiness(query).detail(), () -> rollouts.readiness(query).ready());
  }

  @Test
  void whatSomebodyElseManagesIsNamedAndTakenOverByForceAndGivenBack() {
    HorizontalPodAutoscaler theirs = autoscaler(WEST1);
    theirs.getSpec().setMaxReplicas(33);
    theirs.getMetadata().setManagedFields(null);
    HorizontalPodAutoscaler unused =
        admin.resource(theirs).fieldManager("somebody").forceConflicts().serverSideApply();
    List<String> managers = managers(WEST1);

    Change polite = to(WEST1, 9, new Size(1, 44), false);
    Rehearsal refused = rollouts.rehearse(polite);
    assertThat(refused.drift()).contains(".spec.maxReplicas is managed by somebody");
    assertThatThrownBy(() -> rollouts.apply(application(polite, refused)))
        .hasMessageContaining("managed by somebody")
        .satisfies(e -> isType(e, FailureTypes.CONFLICT));
    assertThat(autoscaler(WEST1).getSpec().getMaxReplicas()).isEqualTo(33);

    Change forced = to(WEST1, 9, new Size(1, 44), true);
    Application application = application(forced, rollouts.rehearse(forced));
    rollouts.apply(application);
    assertThat(autoscaler(WEST1).getSpec().getMaxReplicas()).isEqualTo(44);
    rollouts.takeBack(application);
    assertThat(autoscaler(WEST1).getSpec().getMaxReplicas()).isEqualTo(33);
    assertThat(managers(WEST1)).isEqualTo(managers);
  }

  @Test
  void aFloorThatAFailoverRaisedStaysItsOwnUntilItSettles() {
    regions.control.scaleUp(change(EAST, 20));
    regions.control.scaleDown(change(EAST, 20));
    regions.control.settle(change(EAST, 20));
    // It follows now, with the floor of a follower, and leads again for a while.
    HorizontalPodAutoscaler small = autoscaler(EAST);
    small.getSpec().setMinReplicas(1);
    HorizontalPodAutoscaler unused = admin.resource(small).update();
    regions.control.scaleUp(change(EAST, 21));
    assertThat(autoscaler(EAST).getSpec().getMinReplicas()).isEqualTo(3);

    Change change = to(EAST, 21, new Size(2, 50), true);
    Rehearsal rehearsal = rollouts.rehearse(change);
    assertThat(rehearsal.notes()).singleElement().asString().contains("its floor stays 3");
    rollouts.apply(application(change, rehearsal));
    assertThat(autoscaler(EAST).getSpec().getMinReplicas()).isEqualTo(3);
    assertThat(autoscaler(EAST).getSpec().getMaxReplicas()).isEqualTo(50);

    regions.control.settle(change(EAST, 21));
    assertThat(autoscaler(EAST).getSpec().getMinReplicas()).isEqualTo(1);
    id = id + "-after";
    Change after = to(EAST, 21, new Size(2, 50), false);
    Rehearsal ours = rollouts.rehearse(after);
    assertThat(ours.drift()).isEmpty();
    rollouts.apply(application(after, ours));
    assertThat(autoscaler(EAST).getSpec().getMinReplicas()).isEqualTo(2);

    // A failover is quicker: what is stale does nothing, and what it has changed stays whole.
    regions.control.scaleUp(change(EAST, 22));
    assertThatThrownBy(() -> rollouts.rehearse(to(EAST, 21, new Size(4, 60), false)))
        .satisfies(e -> isType(e, FailureTypes.STALE_EPOCH));
    assertThat(rollouts.takeBack(application(after, ours)).outcome()).isEqualTo("LEFT");
    assertThat(autoscaler(EAST).getSpec().getMaxReplicas()).isEqualTo(50);
  }

  @Test
  void whatTheApiServerRefusesNamesRegionAndField() {
    assertThatThrownBy(() -> rollouts.rehearse(to(WEST2, 9, new Size(9, 3), false)))
        .hasMessageContaining("us-west-2")
        .hasMessageContaining("spec.maxReplicas")
        .satisfies(e -> isType(e, FailureTypes.INVALID_REQUEST));
  }

  @Test
  void aForbiddenNamespaceIsToldBeforeAnythingIsChanged() {
    Map<String, ClusterAccess> access =
        regions.kubernetes.access(AddressPlan.CONTROL, regions.group);
    ClusterAccess west = access.get(WEST1);
    ClusterAccess stolen =
        new ClusterAccess(
            west.server(), west.caFile(), west.tokenRef(), WEST2, west.deployment(), west.hpa());
    CapacityActivities elsewhere = new CapacityRollouts(Regions.config(Map.of(WEST1, stolen)));
    assertThatThrownBy(() -> elsewhere.rehearse(to(WEST1, 9, new Size(2, 5), false)))
        .hasMessageContaining("cluster of us-west-1")
        .hasMessageContaining("us-west-2")
        .satisfies(e -> isType(e, FailureTypes.FORBIDDEN));
  }

  private static void isType(Throwable e, String type) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo(type));
  }
}
