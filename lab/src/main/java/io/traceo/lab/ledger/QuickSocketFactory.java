package io.traceo.lab.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Sockets that give up on a silent host within a fraction of a second: the driver's own settings
 * are whole seconds. The argument is {@code connectMs,loginMs}; how long a statement may take is
 * set on the connection afterwards. Public since the driver makes it by name.
 */
public final class QuickSocketFactory extends SocketFactory {
  /**
   * The driver's {@code socketTimeout} that stands for {@code loginMs}. It must be set: without it
   * the driver swallows every timeout of the socket and reads on, for ever.
   */
  static final int LOGIN_SECONDS = 60;

  private final int connectMs;
  private final int loginMs;

  public QuickSocketFactory(String argument) {
    int comma = argument.indexOf(',');
    this.connectMs = Integer.parseInt(argument.substring(0, comma));
    this.loginMs = Integer.parseInt(argument.substring(comma + 1));
  }

  @Override
  public Socket createSocket() throws IOException {
    return new QuickSocket(connectMs, loginMs);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  private static final class QuickSocket extends Socket {
    private final int connectMs;
    private final int loginMs;

    QuickSocket(int connectMs, int loginMs) {
      this.connectMs = connectMs;
      this.loginMs = loginMs;
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
      boolean login = timeout == 0 || timeout == LOGIN_SECONDS * 1000;
      super.setSoTimeout(login ? loginMs : timeout);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      // The driver's own limit is whole seconds and would cap a longer one.
      super.connect(endpoint, connectMs);
    }
  }
}
