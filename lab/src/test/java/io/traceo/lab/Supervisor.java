package io.traceo.lab;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Starts a process of the lab again when it has ended, as whoever runs workers would; not where a
 * fault keeps a whole place down.
 */
public final class Supervisor implements AutoCloseable {
  private final LabParts lab;
  private final List<String> deaths = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::watch, "supervisor");
  private volatile boolean over;

  public Supervisor(LabParts lab) {
    this.lab = lab;
    thread.start();
  }

  private void watch() {
    while (!over) {
      for (Map.Entry<String, LabPlace> place : lab.places().entrySet()) {
        boolean meant = lab.faults().holdsDown(place.getKey());
        if (!place.getValue().process().alive() && !meant) {
          deaths.add(place.getKey());
          place.getValue().restart();
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Who died so far, one name for each death. */
  public List<String> deaths() {
    return List.copyOf(deaths);
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }
}
