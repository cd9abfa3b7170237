package io.traceo.lab.link;

import io.traceo.lab.AddressPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the kernel's table of TCP connections to find those that go around a link. */
public final class SocketTable {
  private static final String ESTABLISHED = "01";

  private SocketTable() {}

  /** Connections into a region's servers that come neither from a link nor from the region. */
  public static List<String> aroundLinks(AddressPlan plan) throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length < 4 || !columns[3].equals(ESTABLISHED)) {
        continue;
      }
      String local = address(columns[1]);
      String remote = address(columns[2]);
      for (String region : plan.regions()) {
        String inside = plan.insideAddress(region);
        boolean outgoing = remote.equals(inside) && !local.equals(inside);
        boolean incoming = local.equals(inside) && !remote.equals(inside);
        String other = outgoing ? local : remote;
        if ((outgoing || incoming) && !other.equals(plan.linkSource())) {
          found.add(local + " - " + remote + " (" + region + ")");
        }
      }
    }
    return found;
  }

  private static String address(String hex) {
    String host = hex.substring(0, 8);
    return Integer.parseInt(host.substring(6, 8), 16)
        + "."
        + Integer.parseInt(host.substring(4, 6), 16)
        + "."
        + Integer.parseInt(host.substring(2, 4), 16)
        + "."
        + Integer.parseInt(host.substring(0, 2), 16);
  }
}
