package io.traceo.lab;

import io.traceo.lab.postgres.LabCluster;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a lab leaves behind whose own process was killed: servers that nobody ends any more. They
 * are known by the lab's folders on their command line.
 */
final class LabRemains {
  private static final Set<String> PROGRAMS =
      Set.of("java", "temporal", "postgres", "etcd", "kube-apiserver", "kube-controller-manager");

  private final LabFolder folder;

  LabRemains(LabFolder folder) {
    this.folder = folder;
  }

  /** Ends them and removes the lab's files; the number of processes that were ended. */
  int clear() {
    List<ProcessHandle> left = processes();
    left.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : left) {
      process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    }
    LabFolder.remove(folder.lab());
    LabFolder.remove(LabCluster.otherFolder(folder.postgres()));
    return left.size();
  }

  /** Every process of this lab, servers' own children included. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(this::ofLab)
        .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
        .distinct()
        .toList();
  }

  private boolean ofLab(ProcessHandle process) {
    if (process.pid() == ProcessHandle.current().pid()) {
      return false;
    }
    Optional<String[]> arguments = process.info().arguments();
    Optional<String> program =
        process.info().command().map(c -> String.valueOf(Path.of(c).getFileName()));
    return program.filter(PROGRAMS::contains).isPresent()
        && arguments.filter(a -> Arrays.stream(a).anyMatch(this::inFolders)).isPresent();
  }

  private boolean inFolders(String argument) {
    return argument.contains(folder.lab() + "/")
        || argument.contains(LabCluster.otherFolder(folder.postgres()) + "/");
  }
}
