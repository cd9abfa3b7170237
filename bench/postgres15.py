"""A PostgreSQL 15 server of a benchmark's own, and the processes that a benchmark starts."""
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BIN = "/usr/lib/postgresql/15/bin"
SECRET = "only for this run"
PLACE = "/var/tmp"
NOBODY = 65534
# PostgreSQL refuses root: root hands its files and processes to nobody.
SERVER_USER = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def program(name):
    return os.path.join(BIN, name)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def room():
    """Free bytes where the work is done."""
    return shutil.disk_usage(PLACE).free


class Work:
    """A folder, and everything that was started from it. Closing it ends and removes all of it."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="traceo-bench-restore-", dir=PLACE)
        os.chmod(self.top, 0o755)
        self._own(self.top)
        self.log = open(self.path("bench.log"), "a+b")
        self.started = []

    def path(self, *names):
        return os.path.join(self.top, *names)

    def folder(self, *names):
        made = self.path(*names)
        os.makedirs(made, mode=0o700, exist_ok=True)
        self._own(made)
        return made

    def write(self, name, text, server=True):
        with open(self.path(name), "w") as file:
            file.write(text)
        os.chmod(self.path(name), 0o600)
        if server:
            self._own(self.path(name))
        return self.path(name)

    @staticmethod
    def _own(path):
        if SERVER_USER:
            os.chown(path, NOBODY, NOBODY)

    def start(self, command, server=True, **options):
        """A process in a session of its own: Ctrl-C reaches this script alone."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stderr", self.log)
        options.setdefault("cwd", self.top)
        child = subprocess.Popen(
            command, start_new_session=True, **(SERVER_USER if server else {}), **options
        )
        self.started.append(child)
        return child

    def run(self, command, server=True):
        """Runs it to its end: seconds, peak memory in MiB, what it printed."""
        with tempfile.TemporaryFile() as output:
            begun = time.monotonic()
            child = self.start(command, server, stdout=output)
            _, status, usage = os.wait4(child.pid, 0)
            took = time.monotonic() - begun
            child.returncode = os.waitstatus_to_exitcode(status)
            self.started.remove(child)
            output.seek(0)
            printed = output.read().decode()
        if child.returncode != 0:
            raise Failed("%s ended with %d: %s" % (command[0], child.returncode, self.last_words()))
        return took, usage.ru_maxrss / 1024, printed

    def last_words(self):
        self.log.seek(0)
        return self.log.read()[-2000:].decode(errors="replace").strip()

    def end(self, child):
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        if child in self.started:
            self.started.remove(child)

    def close(self):
        for each in [signal.SIGINT, signal.SIGTERM]:
            signal.signal(each, signal.SIG_IGN)
        for child in list(self.started):
            self.end(child)
        for folder, _, files in os.walk(self.top):
            if "postmaster.pid" in files:
                kill_server(folder)
        self.log.close()
        shutil.rmtree(self.top)


class Failed(Exception):
    """A program of the benchmark did not do its work."""


def family(pid):
    """The process and the children that it has now."""
    found = [pid]
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            with open("/proc/%s/stat" % entry) as stat:
                if int(stat.read().rsplit(")", 1)[1].split()[1]) == pid:
                    found.append(int(entry))
    return found


def kill_server(data):
    """kill -9 of the server of this data folder, all its processes at once."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open(os.path.join(data, "postmaster.pid")) as file:
            pid = int(file.readline())
        # A number that somebody else has by now is left alone.
        if os.path.realpath("/proc/%d/cwd" % pid) == os.path.realpath(data):
            everybody = family(pid)
            for one in everybody:
                os.kill(one, signal.SIGKILL)
            while any(os.path.exists("/proc/%d/cwd" % one) for one in everybody):
                time.sleep(0.01)


class Server:
    """One server with checksums in a folder of the work, as a leader that may be copied."""

    def __init__(self, work, name, settings=()):
        self.work, self.data, self.port = work, work.folder(name), free_port()
        self.socket = work.folder(name + "-socket")
        secret = work.write(name + ".secret", SECRET)
        # The replication role's password file, as the archive reads it.
        self.passfile = work.write(
            name + ".pass", "127.0.0.1:%d:replication:postgres:%s\n" % (self.port, SECRET), False
        )
        work.run(
            [program("initdb"), "-D", self.data, "-U", "postgres", "--data-checksums", "--no-sync"]
            + ["--auth-host=scram-sha-256", "--auth-local=trust", "--pwfile=" + secret]
        )
        lines = [
            "listen_addresses = '127.0.0.1'",
            "port = %d" % self.port,
            "unix_socket_directories = '%s'" % self.socket,
            "shared_buffers = 256MB",
            "max_wal_size = 4GB",
            "timezone = 'UTC'",
        ]
        with open(os.path.join(self.data, "postgresql.conf"), "a") as file:
            file.write("\n".join(["", *lines, *settings, ""]))
        work.run(
            [program("pg_ctl"), "-D", self.data, "-w", "-s", "-t", "120"]
            + ["-l", self.data + ".log", "start"]
        )
        self.sql("CREATE DATABASE bench", "postgres")

    def psql(self, database="bench"):
        return [
            *[program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.socket],
            *["-p", str(self.port), "-U", "postgres", "-d", database],
        ]

    def sql(self, text, database="bench"):
        return self.work.run(self.psql(database) + ["-c", text])[2].strip()

    def wait_for(self, question, child):
        """Until the answer is yes; fails when the child ends before."""
        while self.sql(question) != "t":
            if child.poll() is not None:
                raise Failed("ended before its time: " + self.work.last_words())
            time.sleep(0.1)

    def kill(self):
        kill_server(self.data)

    def fill(self, mebibytes, log):
        """Half the tables of pgbench, half documents of words."""
        half = mebibytes // 2
        log("filling the database: pgbench tables, %d MiB" % half)
        self.pgbench("-i", "-q", "-s", str(max(1, round(half / 15.0))))
        log("filling the database: documents, %d MiB" % (mebibytes - half))
        self.sql("CREATE TABLE doc (id bigint PRIMARY KEY, author uuid, digest text, body text)")
        feed = self.work.start(
            self.psql() + ["-c", "COPY doc FROM STDIN"], stdin=subprocess.PIPE, stdout=self.work.log
        )
        for part in documents((mebibytes - half) << 20):
            feed.stdin.write(part)
        feed.stdin.close()
        if feed.wait() != 0:
            raise Failed("the documents were not taken: " + self.work.last_words())
        self.pgbench("-n", "-c", "2", "-t", "1000")
        self.sql("VACUUM ANALYZE")

    def pgbench(self, *arguments):
        self.work.run(
            [program("pgbench"), "-h", self.socket, "-p", str(self.port), "-U", "postgres"]
            + [*arguments, "bench"]
        )


def documents(size):
    """Rows of COPY of about this size: made-up words, the frequent ones short, and digests."""
    dice = random.Random(15)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    words = [
        "".join(dice.choices(letters, range(26, 0, -1), k=2 + min(10, n // 300)))
        for n in range(3000)
    ]
    weights = [1 / (n + 3) for n in range(len(words))]
    sentences = [" ".join(dice.choices(words, weights, k=14)) for _ in range(60_000)]
    number = 0
    while size > 0:
        rows = []
        for _ in range(1000):
            number += 1
            mark = dice.getrandbits(384)
            body = ". ".join(dice.choices(sentences, k=dice.randrange(3, 18)))
            rows.append("%d\t%032x\t%064x\t%s\n" % (number, mark >> 256, mark % 2**256, body))
        part = "".join(rows).encode()
        size -= len(part) + 1000 * 60  # headers of rows, and the index
        yield part
