"""What a killed leader costs, and whether a restore to a time lands exactly."""
import os
import random
import signal
import subprocess
import threading
import time

from backuptools import LATEST, Native, Wrong, flush_every
from postgres15 import Failed, Server

TABLE = "CREATE TABLE acked (seq bigint PRIMARY KEY, body text)"
# Some bytes that don't pack, so that log flows as from a busy application.
ROW = (
    "INSERT INTO acked SELECT %d, string_agg(md5(random()::text), '')"
    " FROM generate_series(1, %d) RETURNING seq;\n"
)


class Writer(threading.Thread):
    """Writes numbered rows by psql, one at a time; notes when each was acknowledged."""

    def __init__(self, work, server):
        super().__init__(daemon=True)
        self.psql = work.start(
            server.psql(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.acknowledged = []

    def say(self, statement):
        self.psql.stdin.write(statement)
        self.psql.stdin.flush()
        return self.psql.stdout.readline().strip()

    def run(self):
        try:
            while self.say(ROW % (len(self.acknowledged) + 1, 20)):
                self.acknowledged.append(time.monotonic())
        except OSError:
            pass  # its leader is dead


def ready(work, name):
    """A leader with a base backup, whose log flows."""
    server = Server(work, name + "-leader")
    server.sql(TABLE)
    native = Native(work, server, name)
    native.start()
    native.archive()
    native.backup("base")
    return server, native


def dismiss(work, server, native):
    server.kill()
    work.end(native.worker)


def kills(work, runs, log):
    """Restores of what is in the store after a leader was killed; answers the missing seconds."""
    print("# kills: the log is archived by WAL streaming; what fills no segment yet is stored every")
    print("# flushEvery = %g s (runbooks/backup.yaml), which bounds the loss." % flush_every())
    print("# pgBackRest archives whole segments: there archive_timeout bounds it, by default nothing.")
    print("run,killed,acknowledged_rows,missing_rows,missing_s", flush=True)
    dice, missing = random.Random(), []
    for run in range(1, runs + 1):
        log("kill %d of %d" % (run, runs))
        server, native = ready(work, "kill%d" % run)
        writer = Writer(work, server)
        writer.start()
        time.sleep(flush_every() * dice.uniform(1, 3))
        both = run % 2 == 0
        server.kill()
        if both:
            os.kill(native.worker.pid, signal.SIGKILL)
            native.worker.wait()
        writer.join()
        if both:
            native.start()
        else:
            native.answer(native.archiving)
        missing.append(missing_seconds(run, both, writer.acknowledged, native))
        dismiss(work, server, native)
    print("# kills: missing at most %.2f s in %d runs (wanted: at most 60)" % (max(missing), runs))


def missing_seconds(run, both, acknowledged, native):
    native.restore("r")
    native.replay("r", LATEST)
    found = native.restored_sql("r", "SELECT count(*), coalesce(max(seq), 0) FROM acked")
    count, last = map(int, found.split("|"))
    native.discard("r")
    if count != last:
        raise Wrong("%d rows are restored up to number %d" % (count, last))
    # The last row may be there although its writer never heard of it.
    lost = max(0, len(acknowledged) - last)
    seconds = acknowledged[-1] - acknowledged[last - 1] if lost and last else 0.0
    if lost and not last:
        seconds = acknowledged[-1] - acknowledged[0]
    killed = "leader and archive" if both else "leader"
    print("%d,%s,%d,%d,%.2f" % (run, killed, len(acknowledged), lost, seconds), flush=True)
    return seconds


def times(work, wanted, log):
    """Restores to moments between two rows; answers how many were exact."""
    server, native = ready(work, "times")
    writer = Writer(work, server)
    dice, moments = random.Random(), []
    log("writing rows for %d moments" % wanted)
    clock = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000);\n"
    for number in range(1, 20 * wanted + 1):
        if not writer.say(ROW % (number, dice.randrange(1, 4000))):
            raise Failed("a row was not written")
        after = int(writer.say(clock)) + 1
        time.sleep(dice.uniform(0.004, 0.05))
        # The next row is committed at this moment or later.
        before = int(writer.say(clock)) - 1
        if after <= before:
            moments.append((dice.randint(after, before), number))
    deadline = time.monotonic() + 60
    while (native.plan(LATEST)["newestMillis"] or 0) <= moments[-1][0]:
        if time.monotonic() > deadline:
            raise Failed("the archive does not get on")
        time.sleep(0.2)
    exact = 0
    print("time,rows_before,restored_rows,exact,seconds", flush=True)
    for turn, (moment, last) in enumerate(dice.sample(moments, wanted), 1):
        log("time %d of %d" % (turn, wanted))
        begun, name = time.monotonic(), "t%d" % turn
        native.restore(name)
        native.replay(name, {"kind": "TIME", "atMillis": moment})
        found = native.restored_sql(name, "SELECT count(*) || '|' || max(seq) FROM acked")
        native.discard(name)
        right = found == "%d|%d" % (last, last)
        exact += right
        row = (moment, last, found.split("|")[0], str(right).lower(), time.monotonic() - begun)
        print("%d,%d,%s,%s,%.1f" % row, flush=True)
    print("# times: %d of %d exact: the row before is there, the row after is not" % (exact, wanted))
    dismiss(work, server, native)
    if exact != wanted:
        raise Wrong("%d of %d restores did not land where they should" % (wanted - exact, wanted))
