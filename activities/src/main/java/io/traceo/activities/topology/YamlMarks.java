package io.traceo.activities.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where in a YAML file the value of a JSON pointer stands. */
record YamlMarks(@Nullable Node root) {

  /** Line and column, from 1. */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    static Place of(@Nullable Mark mark) {
      return mark == null ? START : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
  }

  /** A key that stands twice in one mapping: the second of the two. */
  record Duplicate(String key, Place first, Place second) {}

  /** Of the value at the pointer, or of the nearest one above it: its key, or the list entry. */
  Place of(String pointer) {
    Node at = root;
    Place place = Place.START;
    for (String escaped : pointer.split("/", -1)) {
      if (escaped.isEmpty()) {
        continue;
      }
      String part = escaped.replace("~1", "/").replace("~0", "~");
      Node next = null;
      if (at instanceof MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(part)) {
            place = Place.of(key.getStartMark());
            next = tuple.getValueNode();
          }
        }
      } else if (at instanceof SequenceNode sequence && part.matches("[0-9]{1,9}")) {
        int index = Integer.parseInt(part);
        if (index < sequence.getValue().size()) {
          next = sequence.getValue().get(index);
          place = Place.of(next.getStartMark());
        }
      }
      if (next == null) {
        return place;
      }
      at = next;
    }
    return place;
  }

  /** Every key that stands twice; a parser would silently take the last. */
  List<Duplicate> duplicates() {
    List<Duplicate> found = new ArrayList<>();
    collect(root, new HashSet<>(), found);
    return found;
  }

  private static void collect(@Nullable Node node, Set<Node> seen, List<Duplicate> found) {
    if (node == null || !seen.add(node)) {
      return;
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(child -> collect(child, seen, found));
    }
    if (node instanceof MappingNode mapping) {
      List<ScalarNode> keys = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          keys.stream()
              .filter(k -> k.getValue().equals(key.getValue()))
              .findFirst()
              .ifPresent(
                  first ->
                      found.add(
                          new Duplicate(
                              key.getValue(),
                              Place.of(first.getStartMark()),
                              Place.of(key.getStartMark()))));
          keys.add(key);
        }
        collect(tuple.getValueNode(), seen, found);
      }
    }
  }
}
