package io.traceo.lab.failure;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Record;
import org.xbill.DNS.ZoneTransferIn;

/**
 * Everything that a run may change, as text that compares: the whole zone, what ALTER SYSTEM and
 * slots say on every member, the Kubernetes objects.
 *
 * @param text without what is volatile
 * @param epochs every epoch mark that was found; they may grow and never shrink
 */
record Dump(String text, List<Long> epochs) {
  /** The only lines that may differ, and epochs. */
  private static final List<Pattern> VOLATILE =
      List.of(
          // Counts every change of the zone.
          Pattern.compile("(SOA\\t\\S+ \\S+) \\d+"),
          Pattern.compile("(resourceVersion): .*"),
          // Counts every change of the object's specification.
          Pattern.compile("((?:g|observedG)eneration): .*"),
          // When a manager last wrote its fields.
          Pattern.compile("(\\btime): .*"));

  private static final Pattern EPOCH =
      Pattern.compile("(traceo\\.epoch=|traceo\\.io/epoch: \"?|epoch=)(\\d+)");

  static Dump of(Scene scene) throws Exception {
    StringBuilder text = new StringBuilder();
    zone(scene, text);
    for (String member : scene.members().all()) {
      text.append("--- ").append(member).append('\n');
      for (String question : SQL) {
        text.append(scene.members().ask(member, question)).append('\n');
      }
    }
    kubernetes(scene, text);
    String all = text.toString();
    List<Long> epochs = new ArrayList<>();
    Matcher marks = EPOCH.matcher(all);
    while (marks.find()) {
      epochs.add(Long.parseLong(marks.group(2)));
    }
    all = marks.replaceAll("$1N");
    for (Pattern each : VOLATILE) {
      all = each.matcher(all).replaceAll("$1 ...");
    }
    return new Dump(all, epochs);
  }

  private static final List<String> SQL =
      List.of(
          "SELECT 'in recovery ' || pg_is_in_recovery()",
          // What counts, wherever it stands: a file may say the same in other lines.
          "SELECT string_agg(name || '=' || setting, E'\\n' ORDER BY name) FROM pg_settings"
              + " WHERE context <> 'internal' AND source NOT IN ('client', 'session')",
          "SELECT 'traceo.epoch=' || current_setting('traceo.epoch', true)",
          "SELECT coalesce(string_agg(slot_name || ' ' || slot_type || ' ' || active, E'\\n'"
              + " ORDER BY slot_name), 'no slots') FROM pg_replication_slots",
          "SELECT coalesce(string_agg(application_name || ' ' || state, E'\\n'"
              + " ORDER BY application_name), 'nobody streams') FROM pg_stat_replication");

  /** Lines that only one of the two has. */
  List<String> differences(Dump other) {
    List<String> found = new ArrayList<>();
    List<String> theirs = new ArrayList<>(other.text().lines().toList());
    text.lines().filter(l -> !theirs.remove(l)).forEach(l -> found.add("+ " + l));
    theirs.forEach(l -> found.add("- " + l));
    return found;
  }

  private static void zone(Scene scene, StringBuilder text) throws Exception {
    ZoneTransferIn transfer =
        ZoneTransferIn.newAXFR(
            org.xbill.DNS.Name.fromString(scene.names().group().zone()),
            scene.names().server().host(),
            scene.names().server().port(),
            null);
    transfer.run();
    List<String> lines = new ArrayList<>();
    for (Record record : transfer.getAXFR()) {
      lines.add(record.toString());
    }
    lines.stream().sorted().forEach(l -> text.append(l).append('\n'));
  }

  private static void kubernetes(Scene scene, StringBuilder text) {
    try (KubernetesClient client = scene.lab().parts().kubernetes().admin()) {
      for (Deployment each : client.apps().deployments().inAnyNamespace().list().getItems()) {
        each.setStatus(null);
        inOrder(each.getMetadata());
        text.append(Serialization.asYaml(each));
      }
      for (HorizontalPodAutoscaler each :
          client.autoscaling().v2().horizontalPodAutoscalers().inAnyNamespace().list().getItems()) {
        each.setStatus(null);
        inOrder(each.getMetadata());
        text.append(Serialization.asYaml(each));
      }
    }
  }

  /**
   * They stand in the order of their times, which are volatile; whoever writes a status writes it
   * by itself.
   */
  private static void inOrder(ObjectMeta object) {
    object.getManagedFields().removeIf(e -> "status".equals(e.getSubresource()));
    object
        .getManagedFields()
        .sort(
            Comparator.comparing(
                (ManagedFieldsEntry e) ->
                    e.getManager() + " " + e.getOperation() + " " + e.getSubresource()));
  }
}
