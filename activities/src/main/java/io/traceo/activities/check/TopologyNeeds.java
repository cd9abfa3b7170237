package io.traceo.activities.check;

import io.traceo.workflows.failover.CandidateChooser;
import io.traceo.workflows.group.VerdictRule;
import io.traceo.workflows.topology.DnsService;
import io.traceo.workflows.topology.EncryptionKey;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.Optional;

/** What the topology itself says that a failover needs. */
record TopologyNeeds(Topology topology, Needs needs) {

  void check() {
    members();
    watch();
    control();
    names();
    backups();
  }

  private ReplicationGroup group() {
    return needs.group();
  }

  private boolean gone(String place) {
    return place.equals(needs.gone());
  }

  private void members() {
    List<String> left = group().members().stream().filter(m -> !gone(m)).toList();
    // Without a quorum commit every write is on its way to every follower: a majority has to do.
    int sealed =
        CandidateChooser.sealedNeeded(group().followers().size(), Math.max(1, group().quorum()));
    needs.elsewhere(
        left.size() >= sealed,
        "members",
        sealed + " are to be sealed, " + String.join(", ", left) + " stand elsewhere",
        "/followers",
        sealed
            + " members are to be sealed and "
            + left.size()
            + " stand elsewhere; add followers");
    if (group().tier() == RecoveryTier.HOT
        && left.size() - 1 < group().quorum()
        && group().onLastCopy() == OnLastCopy.DEGRADE_WITH_APPROVAL) {
      needs
          .findings()
          .warn(
              "/onLastCopy",
              "without "
                  + needs.gone()
                  + " group "
                  + group().id()
                  + " has "
                  + (left.size() - 1)
                  + " followers for ANY "
                  + group().quorum()
                  + ": its failover waits for a human's approval; be there, or add a follower");
    }
  }

  private void watch() {
    List<String> voters =
        VerdictRule.voters(group().observers(), group().leader()).stream()
            .filter(o -> !gone(o))
            .toList();
    int all = VerdictRule.voters(group().observers(), group().leader()).size();
    needs.elsewhere(
        voters.size() >= VerdictRule.quorum(all),
        "observers",
        VerdictRule.quorum(all) + " of " + String.join(", ", voters) + " decide",
        "/observers",
        "too few observers are left to decide; add some elsewhere");
  }

  private void control() {
    String control = group().control();
    needs.elsewhere(
        !gone(control),
        "control, its Temporal and its reports",
        control
            + (group().isolation() == null
                ? ", outside all regions"
                : ", namespace " + group().isolation().namespace()),
        "/isolation/control",
        "its workflows run there; name a witness as control");
  }

  private void names() {
    DnsService dns = group().dns();
    needs.elsewhere(
        !gone(dns.primary()),
        "names",
        "changed in " + dns.primary() + " (" + dns.provider() + ")",
        "/dns/primary",
        "its names are changed there; let the primary stand elsewhere");
    Optional<String> plane = dns.provider().controlPlane();
    if (plane.isPresent() && gone(plane.get())) {
      needs.needed(
          "/dns/provider",
          dns.provider()
              + " changes records in "
              + plane.get()
              + " alone; use another provider for this group");
    }
  }

  private void backups() {
    String cold = group().cold();
    EncryptionKey key = topology.region(cold).map(Region::key).orElse(null);
    needs.elsewhere(
        !gone(cold) && key != null && !gone(key.region()),
        "backups and their key",
        cold + ", " + (key == null ? "" : key.ref()),
        "/cold",
        "its cold copy or the key of it is lost too, so nothing could be restored; keep both"
            + " elsewhere");
  }
}
