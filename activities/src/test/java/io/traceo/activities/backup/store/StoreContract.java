package io.traceo.activities.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
abstract class StoreContract {
  /** An empty one. */
  abstract BackupStore store();

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void assertFails(String type, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(type);
              assertThat(e.getOriginalMessage()).contains(words);
            });
  }

  @Test
  void whatIsPutIsThereWhole() {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    long before = System.currentTimeMillis();
    store().put("na/base/b1/t1/00001", content);

    assertThat(store().get("na/base/b1/t1/00001")).contains(content);
    StoredObject found = store().stat("na/base/b1/t1/00001").orElseThrow();
    assertThat(found.bytes()).isEqualTo(300_000);
    // Some stores count in whole seconds.
    assertThat(found.modifiedMillis()).isBetween(before - 1000, before + 60_000);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(store().get("na/wal/nothing")).isEmpty();
    assertThat(store().stat("na/wal/nothing")).isEmpty();
    assertThat(store().list("na/")).isEmpty();
    assertThat(store().delete("na/wal/nothing")).isTrue();
  }

  @Test
  void putReplacesAndPutNewDoesNot() {
    store().put("na/wal/state.json", bytes("one"));
    store().put("na/wal/state.json", bytes("two"));
    assertThat(store().putNew("na/wal/state.json", bytes("three"))).isFalse();

    assertThat(store().get("na/wal/state.json")).contains(bytes("two"));
    assertThat(store().putNew("na/wal/other", new byte[0])).isTrue();
    assertThat(store().get("na/wal/other")).contains(new byte[0]);
  }

  @Test
  void oneOfManyWritersIsTheFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Boolean>> writers =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    threads.submit(
                        () -> {
                          go.await();
                          return store().putNew("na/base/b/manifest.json", bytes("writer " + n));
                        }))
            .toList();
    go.countDown();
    int won = -1;
    int winners = 0;
    for (int n = 0; n < writers.size(); n++) {
      if (writers.get(n).get()) {
        winners++;
        won = n;
      }
    }
    threads.shutdown();
    assertThat(winners).isEqualTo(1);
    assertThat(store().get("na/base/b/manifest.json")).contains(bytes("writer " + won));
  }

  @Test
  void listsByPrefixInOrder() {
    for (String name : List.of("na/b/2", "na/b/1", "na/a", "nab/1", "eu/1")) {
      store().put(name, bytes(name));
    }
    assertThat(store().list("na/"))
        .extracting(StoredObject::name)
        .containsExactly("na/a", "na/b/1", "na/b/2");
    assertThat(store().list("na/b/2")).extracting(StoredObject::bytes).containsExactly(6L);
    assertThat(store().list("na")).hasSize(4);
    assertThat(store().list("")).hasSize(5);
  }

  @Test
  void whatIsDeletedIsGone() {
    store().put("na/b/1", bytes("1"));
    store().put("na/b/2", bytes("2"));
    assertThat(store().delete("na/b/1")).isTrue();
    assertThat(store().delete("na/b/1")).isTrue();
    assertThat(store().get("na/b/1")).isEmpty();
    assertThat(store().list("na/")).extracting(StoredObject::name).containsExactly("na/b/2");
    assertThat(store().putNew("na/b/1", bytes("again"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "../x",
        "na/../../x",
        "na//x",
        "na/.incoming/x",
        "na/x/",
        "na/\u0000",
        "na\\..\\x",
        "na/a b",
        "na/."
      })
  void aNameThatCouldLeadElsewhereIsRefused(String name) {
    assertFails("InvalidRequest", "can't be the name", () -> store().put(name, bytes("x")));
    assertFails("InvalidRequest", "can't be the name", () -> store().get(name));
    assertFails("InvalidRequest", "can't be the name", () -> store().delete(name));
  }

  @Test
  void aProbeLeavesNothing() {
    assertThatCode(store()::probe).doesNotThrowAnyException();
    assertThat(store().list("")).isEmpty();
  }
}
