package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One object of a cluster that has a size, changed by compare-and-set: it is written with the
 * resource version that was read, and looked at again when somebody else was quicker.
 *
 * @param <T> Deployment or autoscaler
 */
final class SizedObject<T extends HasMetadata> {
  private static final int LOOKS = 8;

  private final String name;
  private final KubernetesClient client;
  private final Resource<T> resource;
  private final SizeField<T> field;

  SizedObject(String name, KubernetesClient client, Resource<T> resource, SizeField<T> field) {
    this.name = name;
    this.client = client;
    this.resource = resource;
    this.field = field;
  }

  /** Where the size of such an object is. */
  interface SizeField<T> {
    int get(T object);

    void set(T object, int size);
  }

  /**
   * What a change found and left.
   *
   * @param changed whether anything was written
   */
  record Change(int from, int to, boolean changed) {
    @Override
    public String toString() {
      return from == to ? Integer.toString(to) : from + " to " + to;
    }
  }

  T read() {
    T found = resource.get();
    if (found == null) {
      throw Failures.of(
          FailureTypes.CONFLICT, name + " is not there: create it, or mend the configuration");
    }
    return found;
  }

  Sized sized(T object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return new Sized(field.get(object), annotations == null ? Map.of() : annotations);
  }

  /** Writes what {@code step} makes of what is there, unless that is what is there already. */
  Change change(UnaryOperator<Sized> step) {
    for (int look = 1; look <= LOOKS; look++) {
      T object = read();
      Sized before = sized(object);
      Sized after = step.apply(before);
      if (after.equals(before)) {
        return new Change(before.size(), after.size(), false);
      }
      field.set(object, after.size());
      object.getMetadata().setAnnotations(after.annotations());
      try {
        T unused = client.resource(object).update();
        return new Change(before.size(), after.size(), true);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
    throw Failures.of(
        FailureTypes.NOT_READY, name + " was changed by somebody else " + LOOKS + " times");
  }
}
