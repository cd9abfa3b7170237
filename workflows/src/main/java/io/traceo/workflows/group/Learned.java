package io.traceo.workflows.group;

import io.traceo.workflows.activity.GroupActivities.Definition;
import org.jspecify.annotations.Nullable;

/** What a group can do once it knows its definition. */
record Learned(
    Definition definition,
    HolderWatch holders,
    Gates gates,
    Incident incident,
    MemberLook members,
    Foresight foresight,
    Explaining explaining,
    CopyKeeper copies,
    Degrading degrading) {

  static Learned of(
      Definition definition, GroupMemory memory, @Nullable MembersSeen seen, Runnable changed) {
    Gates gates = new Gates(definition, memory.book, memory.freezing, memory.moves);
    MemberLook members = new MemberLook(definition.group(), seen);
    return new Learned(
        definition,
        new HolderWatch(memory.journal, changed),
        gates,
        new Incident(definition, memory.book, gates, memory.journal),
        members,
        new Foresight(definition, members, memory.alarms, memory.journal, changed),
        new Explaining(definition, memory.book, gates, memory.arming),
        new CopyKeeper(memory, definition.group(), gates, changed),
        new Degrading(memory, definition, gates));
  }
}
