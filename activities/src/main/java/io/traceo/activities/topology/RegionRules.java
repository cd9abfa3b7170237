package io.traceo.activities.topology;

import io.traceo.workflows.topology.Audit;
import io.traceo.workflows.topology.DataClass;
import io.traceo.workflows.topology.EncryptionKey;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ResidencyRule;
import io.traceo.workflows.topology.Sensitivity;
import io.traceo.workflows.topology.Topology;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;

/** Rules of one region: where its data may go, its key, its audits, its partner. */
record RegionRules(Topology topology, Region region, String at, YamlFile file) {
  private static final String LICENSED = "ICP";

  void check() {
    for (Map.Entry<String, List<String>> rule : region.residency().allow().entrySet()) {
      String dataClass = rule.getKey();
      String list = at + "/residency/allow/" + dataClass.replace("~", "~0").replace("/", "~1");
      if (!dataClass.equals(ResidencyRule.DEFAULT_CLASS)
          && topology.dataClass(dataClass).isEmpty()) {
        file.error(
            list,
            "unknown class of data "
                + dataClass
                + ", so this list is for nothing; correct it, or add it under dataClasses");
      }
      for (int i = 0; i < rule.getValue().size(); i++) {
        allowed(rule.getValue().get(i), staying(dataClass), list + "/" + i);
      }
    }
    key();
    audit();
    partner();
  }

  /** A misspelt region in an allow-list would only show when a copy is refused. */
  private void allowed(String to, List<String> staying, String entry) {
    var there = topology.region(to);
    if (there.isEmpty()) {
      file.warn(
          entry,
          "residency of "
              + region.id()
              + " allows "
              + to
              + ", which is no region here; correct it, or leave it for later");
      return;
    }
    boolean abroad = !there.get().jurisdiction().equals(region.jurisdiction());
    if (abroad && !staying.isEmpty()) {
      file.error(
          entry,
          (isolated() ? "all data of " : "sensitive data of ")
              + region.id()
              + " stays in "
              + region.jurisdiction()
              + ", and this list would let "
              + String.join(", ", staying)
              + " go to "
              + to
              + "; remove it, or give what may go a list of its own");
    }
  }

  /** Classes that a list of the rule decides about and that may not leave the country. */
  private List<String> staying(String list) {
    Map<String, List<String>> allow = region.residency().allow();
    boolean sensitive = region.residency().sensitiveInCountry();
    return topology.dataClasses().stream()
        .filter(c -> isolated() || (sensitive && c.sensitivity() == Sensitivity.SENSITIVE))
        .map(DataClass::id)
        .filter(
            id ->
                id.equals(list)
                    || (list.equals(ResidencyRule.DEFAULT_CLASS) && !allow.containsKey(id)))
        .toList();
  }

  private boolean isolated() {
    return topology.groups().stream()
        .anyMatch(g -> g.isolation() != null && g.members().contains(region.id()));
  }

  private void key() {
    EncryptionKey key = region.key();
    if (key != null && !key.region().equals(region.id())) {
      file.error(
          at + "/key/ref",
          "the key of "
              + region.id()
              + " is kept in "
              + key.region()
              + ": what is stored here could not be read without that region; use a key of "
              + region.id());
    }
  }

  private void audit() {
    Audit audit = region.audit();
    if (audit == null) {
      return;
    }
    for (int i = 0; i < audit.dates().size(); i++) {
      String date = audit.dates().get(i);
      try {
        MonthDay.parse("--" + date);
      } catch (DateTimeException e) {
        file.error(
            at + "/audit/dates/" + i, date + " is no day of a year; it is month-day, like 03-31");
      }
    }
  }

  private void partner() {
    if (region.regimes().contains(LICENSED) && region.operator() == null) {
      file.error(
          at + "/regimes",
          "regime " + LICENSED + " demands a licensed partner as operator; name it: add operator");
    }
    if (region.operator() != null && region.requestsWithin() == null) {
      file.error(
          at + "/operator",
          "a licensed operator must answer the government in time; add requestsWithin, like 24h");
    }
  }
}
