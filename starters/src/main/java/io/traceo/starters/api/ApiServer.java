package io.traceo.starters.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.Timer;
import io.temporal.client.WorkflowClient;
import io.traceo.activities.meters.Meters;
import io.traceo.starters.api.ProblemException.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP API of one namespace. {@link Routes} lists what it answers; {@code openapi.yaml} says
 * the same to people and programs, and is the schema by which bodies are checked. It needs no
 * Temporal to start, and outlives one that goes away.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

  private final Javalin javalin;
  private final IncidentDesk desk;
  private final AuditLog audit;
  private final String scheme;
  private final String host;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopping;

  private ApiServer(ApiConfig config, WorkflowClient client, Clock clock, Meters meters) {
    KnownGroups groups = KnownGroups.of(config);
    ApiDocument document = new ApiDocument();
    Door door = new Door(config, clock);
    TemporalCalls temporal = new TemporalCalls(client, PATIENCE);
    Signer signer = config.signing() == null ? null : new Signer(config.signing(), clock);
    scheme = config.tls() == null ? "http" : "https";
    host = config.listen().host();
    Listener listener = new Listener(config);
    audit = new AuditLog(config.audit());
    desk = new IncidentDesk(temporal, groups.ids().size());
    List<Endpoint> endpoints =
        new Routes(groups, document, door, temporal, desk, signer, config.reports(), clock, meters)
            .all();
    Desk work = new Desk(document, door, audit, config.limits().bodyBytes(), clock);
    javalin =
        Javalin.create(
            javalinConfig -> {
              listener.apply(javalinConfig);
              routes(javalinConfig, endpoints, work, meters);
            });
  }

  /**
   * Reads what the configuration names, and listens.
   *
   * @param meters what {@code /metrics} answers; they stay open
   * @throws InvalidApiConfigException when something of it can't be used
   */
  public static ApiServer start(
      ApiConfig config, WorkflowClient client, Clock clock, Meters meters) {
    ApiServer server = new ApiServer(config, client, clock, meters);
    try {
      server.javalin.start();
      return server;
    } catch (RuntimeException e) {
      server.desk.close();
      server.audit.close();
      throw new InvalidApiConfigException(
          "listen",
          List.of(
              config.listen().host()
                  + ":"
                  + config.listen().port()
                  + " can't be listened on: "
                  + Listener.inWords(e)));
    }
  }

  /**
   * Whether the configuration could be started with: reads every file, listens on nothing.
   *
   * @throws InvalidApiConfigException when something of it can't be used
   */
  public static void check(ApiConfig config) {
    Clock clock = Clock.systemUTC();
    KnownGroups groups = KnownGroups.of(config);
    var unusedDoor = new Door(config, clock);
    var unusedListener = new Listener(config);
    if (config.signing() != null) {
      String refused = new Signer(config.signing(), clock).refused(groups.topology().signingKeys());
      if (refused != null) {
        throw new InvalidApiConfigException(
            "signing",
            List.of("what it signs would count for nothing, since " + refused + " (signingKeys)"));
      }
    }
    new AuditLog(config.audit()).close();
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
  }

  private static Timer timer(Meters meters, Endpoint endpoint, int status) {
    return Timer.builder("traceo.api.request")
        .description("Requests that were answered, by route and status")
        .tag("route", endpoint.name())
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram()
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(meters.registry());
  }

  private void routes(JavalinConfig config, List<Endpoint> endpoints, Desk work, Meters meters) {
    for (Endpoint endpoint : endpoints) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(endpoint.method()),
          endpoint.path(),
          context -> {
            open.incrementAndGet();
            Timer.Sample began = Timer.start(meters.registry());
            context.future(
                () ->
                    (stopping ? Desk.stopping(context) : work.answer(endpoint, context))
                        .whenComplete(
                            (answer, error) -> {
                              try {
                                write(context, answer);
                              } finally {
                                began.stop(timer(meters, endpoint, context.statusCode()));
                                open.decrementAndGet();
                              }
                            }));
          });
    }
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> write(context, Desk.notOurs(e.getStatus(), context, endpoints)));
    config.routes.exception(
        Exception.class,
        (e, context) ->
            write(
                context,
                Desk.failed(
                    ProblemException.of(
                        Kind.INTERNAL,
                        "an error that nobody expected; the log of the API says more"),
                    context.path())));
  }

  static void write(Context context, Answer answer) {
    context.status(answer.status());
    answer.headers().forEach(context::header);
    // Answers hold what only the one who asked may see.
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.contentType(answer.contentType());
    context.result(answer.bytes());
  }

  /** Answers what was asked, and nothing more. */
  @Override
  public void close() {
    stopping = true;
    long end = System.nanoTime() + LAST_ANSWERS.toNanos();
    while (open.get() > 0 && System.nanoTime() < end) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    javalin.stop();
    desk.close();
    audit.close();
  }
}
