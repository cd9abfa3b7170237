package io.traceo.starters.api;

import io.javalin.config.JavalinConfig;
import io.traceo.starters.api.ProblemException.Kind;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** How it listens: TLS from PEM files, or in the clear on this machine alone. */
final class Listener {
  private final ApiConfig.Listen listen;
  private final SslContextFactory.@Nullable Server tls;

  /**
   * @throws InvalidApiConfigException when the certificate or its key can't be used
   */
  Listener(ApiConfig config) {
    this.listen = config.listen();
    ApiConfig.Tls files = config.tls();
    if (files == null) {
      this.tls = null;
    } else {
      this.tls = new SslContextFactory.Server();
      tls.setKeyStore(PemFiles.keyStore(files));
      tls.setKeyStorePassword("");
      tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    }
  }

  void apply(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new Problems()));
    config.jetty.addConnector(this::connector);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, plain)
            : new ServerConnector(
                server, new SslConnectionFactory(tls, plain.getProtocol()), plain);
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    return connector;
  }

  static String inWords(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage());
  }

  /** What never came as far as a route. */
  private static final class Problems extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        String message,
        Throwable cause,
        Callback callback) {
      Kind kind = code >= 500 ? Kind.INTERNAL : Kind.MALFORMED;
      Answer answer =
          Desk.failed(
              ProblemException.of(kind, "the server could not take the request: " + code),
              request.getHttpURI() == null ? "" : request.getHttpURI().getPath());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
      response.write(true, ByteBuffer.wrap(answer.bytes()), callback);
    }
  }
}
