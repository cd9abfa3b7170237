"""The tools that bench/restore measures. Each takes a backup, restores it and verifies it."""
import base64
import json
import os
import re
import shutil
import subprocess
import time

from postgres15 import SECRET, Failed, free_port, program

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TRACEO = os.path.join(TOP, "traceo")
PGBACKREST = "/usr/bin/pgbackrest"
GROUP, LEADER, COLD = "na", "us-east-1", "us-west-2"
HEAP_MIB = 256
LATEST = {"kind": "LATEST"}


def flush_every():
    """What the runbook says: how often log that fills no segment yet is stored."""
    with open(os.path.join(TOP, "runbooks", "backup.yaml")) as file:
        return float(re.search(r"^flushEvery: ([0-9.]+)s", file.read(), re.M).group(1))


class Native:
    """The provider native, as a place's worker has it: one process does everything."""

    name = "traceo"
    said = "AES-256-GCM, lz4, store in a folder, WAL streaming; heap of %d MiB" % HEAP_MIB

    def __init__(self, work, server, name):
        self.work, self.server, self.folder = work, server, name
        for each in ["store", "spool", "scratch"]:
            work.folder(name, each)
        # The JVM is this user's: a worker does not run as the server does.
        os.chmod(work.path(name), 0o755)
        for each in ["store", "spool"]:
            os.chown(work.path(name, each), os.geteuid(), os.getegid())
        os.chmod(work.path(name, "scratch"), 0o755)
        key = work.write(os.path.join(name, "key"), base64.b64encode(os.urandom(32)).decode(), False)
        secret = work.write(os.path.join(name, "secret"), SECRET, False)
        self.port = free_port()
        member = {
            "endpoint": {"host": "127.0.0.1", "port": server.port},
            "database": "bench",
            "user": "postgres",
            "passwordRef": "file:" + secret,
            "observerUser": "postgres",
            "observerPasswordRef": "file:" + secret,
            "replicationUser": "postgres",
            "replicationPassfile": server.passfile,
        }
        backup = {
            "provider": "native",
            "store": {"kind": "directory", "location": work.path(name, "store"), "lockDays": 0},
            "keyId": "bench",
            "keyRef": "file:" + key,
            "spool": work.path(name, "spool"),
            "scratch": {
                "bin": program(""),
                "folder": work.path(name, "scratch"),
                "endpoint": {"host": "127.0.0.1", "port": self.port},
            },
        }
        place = {
            "place": COLD,
            "topology": os.path.join(TOP, "runbooks", "topology.yaml"),
            "runbooks": os.path.join(TOP, "runbooks"),
            "groups": {GROUP: {"databases": {LEADER: member}, "backup": backup}},
        }
        self.config = work.write(os.path.join(name, "place.yaml"), json.dumps(place), False)

    def start(self):
        """Starts that process."""
        home = os.environ.get("JAVA_HOME")
        self.worker = self.work.start(
            [
                os.path.join(home, "bin", "java") if home else "java",
                *["-Xmx%dm" % HEAP_MIB, "-XX:+UseSerialGC", "-cp"],
                os.path.join(TOP, "lab", "target", "dist", "lib", "*"),
                *["io.traceo.lab.backup.BackupMain", self.config],
            ],
            server=False,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.asked, self.answers = 0, {}

    def ask(self, step, request):
        """Sends a request; answers its number."""
        self.asked += 1
        line = json.dumps({"id": self.asked, "step": step, "request": request})
        self.worker.stdin.write(line + "\n")
        self.worker.stdin.flush()
        return self.asked

    def answer(self, number):
        """Waits for the answer to a request."""
        while number not in self.answers:
            line = self.worker.stdout.readline()
            if not line:
                raise Failed("our worker has ended: " + self.work.last_words())
            if line.startswith("{"):
                found = json.loads(line)
                self.answers[found["id"]] = found
        found = self.answers.pop(number)
        if "failure" in found:
            raise Failed(found["failure"])
        return found["result"]

    def step(self, step, request):
        """Seconds from the request to the answer, and the result."""
        begun = time.monotonic()
        result = self.answer(self.ask(step, request))
        return time.monotonic() - begun, result

    def archive(self):
        """Starts the archive: it ends some seconds after its leader."""
        every = "PT%gS" % flush_every()
        request = {"group": GROUP, "leader": LEADER, "epoch": 0, "flushEvery": every}
        self.archiving = self.ask("archive", request)
        self.server.wait_for(
            "SELECT EXISTS (SELECT 1 FROM pg_replication_slots WHERE active)", self.worker
        )

    def peak(self):
        """The most that our process has had resident so far, in MiB."""
        with open("/proc/%d/status" % self.worker.pid) as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def backup(self, name):
        took, self.taken = self.step("take", {"group": GROUP, "backupId": name, "leader": LEADER})
        return took

    def restored(self, name):
        return {"group": GROUP, "region": COLD, "restoreId": name}

    def plan(self, target):
        return self.step("plan", {"group": GROUP, "region": COLD, "target": target})[1]

    def restore(self, name):
        return self.step("fetch", {"server": self.restored(name), "backupId": self.taken["id"]})[0]

    def replay(self, name, target):
        request = {
            "server": self.restored(name),
            "backupId": self.taken["id"],
            "target": target,
        }
        return self.step("replay", request)

    def verify(self, name):
        took, found = self.step("verify", {"server": self.restored(name), "checks": []})
        wrong = [c for c in found["checks"] if not c["ok"]]
        if wrong:
            raise Wrong("the restored server is not good: %s" % wrong)
        return took

    def restored_sql(self, name, sql):
        """What the restored server says to its only credential."""
        at = self.work.path(self.folder, "scratch", GROUP, name)
        login = "host=127.0.0.1 port=%d user=postgres dbname=bench sslmode=verify-ca" % self.port
        files = {"sslrootcert": "authority.crt", "sslcert": "client.crt", "sslkey": "client.pk8"}
        for option, file in files.items():
            login += " %s=%s" % (option, os.path.join(at, file))
        return self.work.run([program("psql"), "-XAtq", "-c", sql, login], server=False)[2].strip()

    def discard(self, name):
        self.step("discard", self.restored(name))
        self.step("prune", {"group": GROUP, "keep": 1, "keepFor": "PT0S"})


class Wrong(Exception):
    """A restore that is not what was backed up."""


class PgBackRest:
    """Debian's pgBackRest with an encrypted repository in a folder."""

    name = "pgbackrest"
    said = "aes-256-cbc, lz4, repository in a folder, bundled, process-max=2, archive-push"

    def __init__(self, work, server):
        self.work, self.server = work, server
        for each in ["repo", "log", "lock", "spool"]:
            work.folder("pgbackrest", each)
        work._own(work.path("pgbackrest"))
        lines = [
            "[global]",
            "repo1-path=" + work.path("pgbackrest", "repo"),
            "repo1-cipher-type=aes-256-cbc",
            "repo1-cipher-pass=" + SECRET,
            "repo1-retention-full=1",
            "compress-type=lz4",
            "process-max=2",
            "repo1-bundle=y",
            "start-fast=y",
            "log-level-file=off",
            "log-level-console=off",
            "log-path=" + work.path("pgbackrest", "log"),
            "lock-path=" + work.path("pgbackrest", "lock"),
            "spool-path=" + work.path("pgbackrest", "spool"),
            "[na]",
            "pg1-path=" + server.data,
            "pg1-port=%d" % server.port,
            "pg1-socket-path=" + server.socket,
            "pg1-user=postgres",
            "",
        ]
        self.config = work.write("pgbackrest.conf", "\n".join(lines))
        self.command("stanza-create")
        push = " ".join([PGBACKREST, "--config=" + self.config, "--stanza=na", "archive-push %p"])
        server.sql("ALTER SYSTEM SET archive_command = '%s'" % push)
        server.sql("SELECT pg_reload_conf()")
        self.command("check")

    def command(self, command, *options):
        return self.work.run(
            [PGBACKREST, "--config=" + self.config, "--stanza=na", *options, command]
        )[0]

    def backup(self, name):
        return self.command("backup", "--type=full", "--no-expire-auto")

    def restore(self, name):
        return self.command("restore", "--pg1-path=" + self.work.folder("pgbackrest", name))

    def verify(self, name):
        return self.command("verify")

    def discard(self, name):
        shutil.rmtree(self.work.path("pgbackrest", name))
        self.command("expire")


class BaseBackup:
    """pg_basebackup, plain files. It has no restore: a copy forced to the disk stands for it."""

    name = "pg_basebackup"
    said = (
        "plain files, neither packed nor encrypted, log streamed; restore: cp -a and sync of the"
        " files, since it has none; verification: pg_verifybackup"
    )

    def __init__(self, work, server):
        self.work, self.server = work, server

    def backup(self, name):
        self.kept = self.work.path("basebackup")
        if os.path.exists(self.kept):
            shutil.rmtree(self.kept)
        login = ["-h", self.server.socket, "-p", str(self.server.port), "-U", "postgres"]
        return self.work.run(
            [program("pg_basebackup"), *login, "-D", self.kept, "-X", "stream", "-c", "fast"]
        )[0]

    def restore(self, name):
        script = 'cp -a "$1" "$2" && find "$2" -exec sync {} +'
        return self.work.run(["sh", "-c", script, "sh", self.kept, self.kept + "-" + name])[0]

    def verify(self, name):
        return self.work.run([program("pg_verifybackup"), "-q", self.kept + "-" + name])[0]

    def discard(self, name):
        shutil.rmtree(self.kept + "-" + name)


def missing():
    """What is not on this machine, in words."""
    found = []
    if not os.access(program("postgres"), os.X_OK):
        found.append("PostgreSQL 15 (%s)" % program("postgres"))
    if not os.access(PGBACKREST, os.X_OK):
        found.append("pgBackRest (%s)" % PGBACKREST)
    return found
