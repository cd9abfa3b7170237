package io.traceo.lab.link;

/**
 * What a link does to what passes.
 *
 * @param blackhole existing connections go silent, new ones get no answer
 * @param cut existing connections are reset, new ones refused
 * @param delayMs added one way
 * @param jitterMs up to this much more, at random
 * @param lossPercent of chunks that are lost and come a retransmission later: 250 ms, then twice as
 *     long each time it is lost again; datagrams are dropped
 */
public record LinkFault(
    boolean blackhole, boolean cut, int delayMs, int jitterMs, int lossPercent) {
  /** A healthy link. */
  public static final LinkFault NONE = new LinkFault(false, false, 0, 0, 0);

  /** Nothing passes and nothing answers. */
  public static final LinkFault BLACKHOLE = new LinkFault(true, false, 0, 0, 0);

  /** Reset and refused. */
  public static final LinkFault CUT = new LinkFault(false, true, 0, 0, 0);

  /** Whether nothing passes. */
  boolean stops() {
    return blackhole || cut;
  }
}
