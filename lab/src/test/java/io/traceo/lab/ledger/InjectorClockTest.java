package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class InjectorClockTest {
  private static final long AHEAD = 5_000_000_000L;

  @Test
  void measuresHowFarTheInjectorIsBehind() throws Exception {
    HttpServer injector = HttpServer.create(new InetSocketAddress("127.83.0.3", 0), 0);
    injector.createContext(
        "/clock",
        exchange -> {
          String body = "{\"epochMillis\":1,\"nanos\":" + (System.nanoTime() - AHEAD) + "}";
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(UTF_8));
          exchange.close();
        });
    injector.start();
    try {
      InjectorClock clock =
          new InjectorClock("http://127.83.0.3:" + injector.getAddress().getPort() + "/clock");
      clock.measure();

      InjectorClock.Offset offset = clock.offset();
      assertThat(offset.uncertaintyNanos()).isPositive();
      assertThat(Math.abs(offset.offsetNanos() - AHEAD))
          .isLessThanOrEqualTo(offset.uncertaintyNanos());
    } finally {
      injector.stop(0);
    }
  }

  @Test
  void aConfiguredClockThatCannotBeReadIsAnErrorNotAZero() {
    InjectorClock clock = new InjectorClock("http://127.83.0.3:1/clock");

    assertThatThrownBy(clock::measure).isInstanceOf(IOException.class);
  }

  @Test
  void withoutAnInjectorsClockTheOffsetIsZero() throws IOException {
    InjectorClock clock = new InjectorClock(null);
    clock.measure();

    assertThat(clock.offset()).isEqualTo(InjectorClock.Offset.NONE);
  }
}
