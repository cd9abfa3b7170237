package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults as orders: what each does, what is left when one is lifted, what is refused. */
class LabFaultsTest {
  private static final AddressPlan PLAN = new AddressPlan(88, List.of("east", "west"));

  @TempDir private Path folder;

  private final LinkNetwork links = new LinkNetwork(PLAN);
  private final Place east = new Place();
  private final Place west = new Place();
  private final Place control = new Place();
  private LabFaults faults;

  @BeforeEach
  void open() {
    faults =
        new LabFaults(
            PLAN,
            new LinkFaults(links, PLAN, Distance.NONE),
            Map.of("east", east, "west", west, "control-1", control),
            folder.resolve("dies-at"));
  }

  @AfterEach
  void close() {
    faults.close();
    links.close();
  }

  @Test
  void aRegionsFaultIsOnEveryLinkOfItBothWays() {
    inject("a", "east", "blackhole", null);
    assertThat(links.faults())
        .hasSize(6)
        .allSatisfy((pair, fault) -> assertThat(fault).isEqualTo(LinkFault.BLACKHOLE))
        .containsKeys("east>west", "west>east", "east>control", "outside>east");
  }

  @Test
  void liftingOneFaultLeavesTheOthers() {
    inject("a", "east", "slow=100", null);
    inject("b", "west", "blackhole", null);
    assertThat(links.fault("east", "west")).isEqualTo(new LinkFault(true, false, 100, 0, 0));

    assertThat(faults.lift("b")).isTrue();
    assertThat(links.fault("east", "west")).isEqualTo(new LinkFault(false, false, 100, 0, 0));
    assertThat(links.fault("west", "control")).isEqualTo(LinkFault.NONE);
    assertThat(faults.inForce()).containsExactly("slow=100 of east");
    assertThat(faults.lift("b")).as("lifted already").isFalse();
  }

  @Test
  void aKilledRegionIsOnlyRevivedWhenNothingHoldsItDown() {
    inject("a", "east", "kill", null);
    inject("b", "east", "slow=10", null);
    faults.lift("b");
    assertThat(east.done).containsExactly("kill");
    faults.lift("a");
    assertThat(east.done).containsExactly("kill", "restore");
  }

  @Test
  void restoreTowardsOnePlaceLeavesTheRest() {
    inject("a", "east", "cut", "west");
    inject("b", "east", "loss=5", "control");
    inject("c", "east", "restore", "west");
    assertThat(links.faults()).containsOnlyKeys("east>control");
    inject("d", "east", "restore", null);
    assertThat(links.faults()).isEmpty();
    assertThat(faults.inForce()).isEmpty();
  }

  @Test
  void theSameIdAgainChangesNothing() {
    LabFaults.Injected first = inject("a", "east", "kill", null);
    assertThat(inject("a", "east", "kill", null)).isEqualTo(first);
    assertThat(east.done).containsExactly("kill");
  }

  @Test
  void whatCannotBeDoneIsRefusedAndNotInForce() {
    for (FaultOrder order :
        List.of(
            order("a", "nowhere", "kill", null),
            order("b", "east", "explode", null),
            order("c", "east", "slow=fast", null),
            order("d", "east", "loss=101", null),
            order("e", "east", "kill", "west"),
            order("f", "east", "slow=1", "nowhere"),
            order("g", "control-1", "slow=1", null),
            order("h", "control", "kill", null),
            order("i", "control-1", "kill-at=seal", null),
            order("k", "control-1", "destroy", null),
            order("l", "east", "destroy", "west"),
            order("j", "control", "kill-at=explode", null))) {
      assertThatThrownBy(() -> faults.inject(order))
          .as("%s", order)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(faults.inForce()).isEmpty();
    assertThat(links.faults()).isEmpty();
    assertThat(east.done).isEmpty();
  }

  @Test
  void whatWasDestroyedIsNotInForceAndIsDestroyedOnce() {
    inject("a", "east", "destroy", null);
    inject("a", "east", "destroy", null);
    assertThat(east.done).containsExactly("destroy");
    assertThat(faults.inForce()).isEmpty();
    assertThat(faults.lift("a")).as("what is gone is not given back").isFalse();
    assertThat(west.done).isEmpty();
  }

  @Test
  void whereAControlWorkerDiesIsToldOnceAndForgottenWhenLifted() {
    inject("a", "control", "kill-at=promote", null);
    assertThat(folder.resolve("dies-at/control/promote")).exists();
    faults.lift("a");
    assertThat(folder.resolve("dies-at/control")).doesNotExist();
    assertThat(control.done).containsExactly("restore");
  }

  @Test
  void whereARegionsWorkerDiesStaysOrderedWhenSomethingElseIsLifted() {
    inject("a", "east", "kill-at=take", null);
    inject("b", "east", "slow=1", null);
    faults.lift("b");
    assertThat(folder.resolve("dies-at/east/take")).exists();
    assertThat(folder.resolve("dies-at/west")).doesNotExist();
    faults.lift("a");
    assertThat(folder.resolve("dies-at/east")).doesNotExist();
  }

  private LabFaults.Injected inject(String id, String region, String kind, String towards) {
    return faults.inject(order(id, region, kind, towards));
  }

  private static FaultOrder order(String id, String region, String kind, String towards) {
    return new FaultOrder(id, region, kind, towards, 0);
  }

  private static final class Place implements LabPlace {
    private final List<String> done = new ArrayList<>();

    @Override
    public void destroy() {
      done.add("destroy");
    }

    @Override
    public void kill() {
      done.add("kill");
    }

    @Override
    public void freeze() {
      done.add("freeze");
    }

    @Override
    public void restore() {
      done.add("restore");
    }

    @Override
    public void restart() {
      done.add("restart");
    }

    @Override
    public JavaChild process() {
      throw new IllegalStateException("there is none here");
    }
  }
}
