package io.traceo.workflows.contract;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** Search attributes: to show and to filter with, never to decide on (eventually consistent). */
public final class SearchAttributeKeys {
  /** Replication group. */
  public static final SearchAttributeKey<String> GROUP =
      SearchAttributeKey.forKeyword("TraceoGroup");

  /** Phase of the run. */
  public static final SearchAttributeKey<String> PHASE =
      SearchAttributeKey.forKeyword("TraceoPhase");

  /** All of them, registered at worker start. */
  public static final List<SearchAttributeKey<String>> ALL = List.of(GROUP, PHASE);

  private SearchAttributeKeys() {}
}
