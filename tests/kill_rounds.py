"""Ends a real server with kill -9 at random moments while it is written to, and counts what was acknowledged and lost.

`make kill-test` runs 200 rounds on SQLite and 200 on PostgreSQL, there with PostgreSQL itself ended in every fourth one;
tests/contract/test_kill.py runs a few. A process that is killed loses what it had not given to the system; what a power cut
loses is a matter of the disk, and of the settings that `enthesis doctor` looks at (synchronous=FULL; fsync=on).

    python tests/kill_rounds.py --rounds 200
    ENTHESIS_TEST_POSTGRESQL_DURABLE=on scripts/with_postgresql.sh python tests/kill_rounds.py --rounds 200
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migrated import copy_migrated

TESTS = Path(__file__).parent
WRITERS = 3
START_WITHIN_S = 90
KILL_BETWEEN_S = (0.02, 1.2)
"""After the first acknowledged write of a round."""
EVERY_NTH_ENDS_POSTGRESQL = 4
DATABASE = "enthesis_first"
SERVE = "import sys; from enthesis.cli.serve import run; sys.exit(run('127.0.0.1', 0, False))"
SEED = """
import json, sys
from enthesis.cli.installation import open_installation
home = open_installation()
from enthesis.records.migrating import migrate_with_backup
migrate_with_backup(home)
from django.test import Client
from records.conftest import make_actor
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Person, Role
clinic = Clinic.objects.create(name="Kill test", lock_after_minutes=600)
actor = make_actor(clinic, Role.THERAPIST, f"Thea {clinic.id.hex[:8]}")
patient = register_patient(actor, PatientDetails("Kim", "Crash"), simulated=True)
episode = open_episode(actor, patient.id, "made up", "right")
browser = Client()
browser.force_login(Person.objects.get(pk=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps({
    "clinic": str(clinic.id),
    "session": browser.cookies["enthesis_session"].value,
    "encounters": [str(start_encounter(actor, episode.id).id) for _ in range(int(sys.argv[1]))],
}))
"""


@dataclass
class Tally:
    """What was seen, over all rounds."""

    rounds: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    """Ids of entries that were acknowledged and are not there."""
    halves: int = 0
    """Entries without their audit row: both are written in one transaction."""
    unanswered_kept: int = 0
    """Writes that were under way when the end came, and are there; the client may send them again under the same id."""
    database_ends: int = 0
    refused: list[str] = field(default_factory=list)
    """Answers that were neither 200 nor a consequence of the end."""

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds ({self.database_ends} of them ended PostgreSQL itself): {self.acknowledged} writes acknowledged, "
            f"{len(self.lost)} lost, {self.halves} without their audit row, {self.unanswered_kept} kept without an answer, "
            f"{len(self.refused)} refused"
        )


class Crashing:
    """One installation that is written to and ended again and again."""

    def __init__(self, home: Path, rounds: int, seed: int = 1) -> None:
        self.home, self.random, self.tally = home, random.Random(seed), Tally()
        self.environment = {
            **os.environ,
            "ENTHESIS_HOME": str(home),
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        }
        self.on_postgresql = bool(os.environ.get("ENTHESIS_DATABASE_URL"))
        for name in ("ENTHESIS_DATABASE_URL", "ENTHESIS_DATABASE_OWNER_URL"):
            if self.on_postgresql:
                self.environment[name] = os.environ[name].rsplit("/", 1)[0] + f"/{DATABASE}"
        if not self.on_postgresql:
            copy_migrated(home)
        made = subprocess.run(
            [sys.executable, "-c", SEED, str(rounds)], env=self.environment, check=True, capture_output=True, text=True
        )
        self.made: dict[str, Any] = json.loads(made.stdout)
        self.server: subprocess.Popen[str] | None = None
        self.port = 0
        self.log = (home / "server.log").open("a")

    def start(self) -> None:
        """Start the server; it recovers by itself whatever state the end left."""
        self.server = subprocess.Popen(
            [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment
        )
        assert self.server.stdout is not None
        give_up_at = time.monotonic() + START_WITHIN_S
        for line in self.server.stdout:
            if "Ctrl-C" in line:
                self.port = int(line.split(" (")[0].rsplit(":", 1)[1].strip("/"))
                return
            if time.monotonic() > give_up_at:
                break
        raise RuntimeError(f"the server did not start again; see {self.home}/server.log")

    def end(self) -> None:
        """kill -9, and wait until the system has taken it away."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.server = None

    def run_round(self, number: int) -> None:
        """Write from several sides, end it at a random moment, start it again, look."""
        end_postgresql = self.on_postgresql and number % EVERY_NTH_ENDS_POSTGRESQL == EVERY_NTH_ENDS_POSTGRESQL - 1
        if self.server is None:
            self.start()
        encounter = self.made["encounters"][number]
        acknowledged: list[str] = []
        sent: list[str] = []
        first, ended = threading.Event(), threading.Event()
        writers = [
            threading.Thread(target=self._write, args=(encounter, side, acknowledged, sent, first, ended))
            for side in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        if not first.wait(START_WITHIN_S):
            ended.set()
            raise RuntimeError(f"nothing was acknowledged; refused: {self.tally.refused[-3:]}, see {self.home}/server.log")
        time.sleep(self.random.uniform(*KILL_BETWEEN_S))
        if end_postgresql:
            end_database()
            ended.set()
        else:
            ended.set()
            self.end()
        for writer in writers:
            writer.join()
        if end_postgresql:
            self.tally.database_ends += 1
            start_database()
            self._answers_again(encounter)
        else:
            self.start()
        self._look(encounter, acknowledged, sent)

    def _write(
        self, encounter: str, side: int, acknowledged: list[str], sent: list[str], first: threading.Event, ended: threading.Event
    ) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        replaces = None
        while not ended.is_set():
            chosen = str(uuid.uuid4())
            sent.append(chosen)
            try:
                status, body = self._post(connection, encounter, f"load:{side}", chosen, replaces)
            except (OSError, http.client.HTTPException):
                return
            if status == 200:
                acknowledged.append(chosen)
                replaces = chosen
                first.set()
            elif status >= 500 and self.on_postgresql:
                return
            else:
                self.tally.refused.append(f"{status} {body[:200]!r}")
                return

    def _post(
        self, connection: http.client.HTTPConnection, encounter: str, key: str, entry_id: str, replaces: str | None
    ) -> tuple[int, bytes]:
        change = {
            "kind": "text",
            "key": key,
            "content": {"text": f"written as {entry_id}"},
            "entry_id": entry_id,
            "replaces": replaces,
        }
        token = "k" * 32
        connection.request(
            "POST",
            f"/api/encounters/{encounter}/entries",
            json.dumps({"changes": [change]}),
            {
                "Content-Type": "application/json",
                "Cookie": f"enthesis_session={self.made['session']}; enthesis_csrf={token}",
                "X-CSRFToken": token,
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.read()

    def _answers_again(self, encounter: str) -> None:
        """The server was not ended: it must find its database again by itself."""
        give_up_at = time.monotonic() + START_WITHIN_S
        while time.monotonic() < give_up_at:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            status, _ = self._post(connection, encounter, f"after:{uuid.uuid4()}", str(uuid.uuid4()), None)
            connection.close()
            if status == 200:
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not answer after its database came back")

    def _look(self, encounter: str, acknowledged: list[str], sent: list[str]) -> None:
        entries, audited, whole = self._stored(encounter)
        self.tally.rounds += 1
        self.tally.acknowledged += len(acknowledged)
        self.tally.lost += [one for one in acknowledged if one not in entries]
        self.tally.halves += len(entries - audited)
        self.tally.unanswered_kept += len((set(sent) - set(acknowledged)) & entries)
        if whole != "ok":
            raise RuntimeError(f"the database is damaged: {whole}")

    def _stored(self, encounter: str) -> tuple[set[str], set[str], str]:
        """Ids of the encounter's text entries, ids that the audit names, and whether the file is whole; read past the server."""
        if self.on_postgresql:
            import psycopg

            with psycopg.connect(self.environment["ENTHESIS_DATABASE_OWNER_URL"], options="-c enthesis.maintenance=on") as there:
                rows = there.execute("SELECT id::text FROM records_textentry WHERE encounter_id = %s", [encounter]).fetchall()
                named = there.execute("SELECT target, because FROM records_auditrow WHERE clinic_id = %s", [self.made["clinic"]])
                return {row[0] for row in rows}, _ids_in(named.fetchall()), "ok"
        there = sqlite3.connect(f"file:{self.home / 'enthesis.sqlite3'}?mode=ro", uri=True, timeout=30)
        try:
            rows = there.execute("SELECT id FROM records_textentry WHERE encounter_id = ?", [uuid.UUID(encounter).hex]).fetchall()
            named = there.execute("SELECT target, because FROM records_auditrow").fetchall()
            (whole,) = there.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            there.close()
        return {str(uuid.UUID(row[0])) for row in rows}, _ids_in(named), whole


def _ids_in(rows: list[tuple[str, str]]) -> set[str]:
    return {
        word
        for target, because in rows
        for word in f"{target}/{because}".replace(",", "/").replace(" ", "/").split("/")
        if len(word) == 36
    }


def end_database() -> None:
    """kill -9 for PostgreSQL: the server, then each process it had started. Only the one in the folder named to us."""
    postmaster = int((Path(os.environ["ENTHESIS_TEST_POSTGRESQL_FOLDER"]) / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for process in (postmaster, *map(int, children)):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    give_up_at = time.monotonic() + 30
    while any(_runs(process) for process in (postmaster, *map(int, children))) and time.monotonic() < give_up_at:
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def start_database() -> None:
    """Start it again; it recovers from its log."""
    folder, programs = os.environ["ENTHESIS_TEST_POSTGRESQL_FOLDER"], os.environ["ENTHESIS_TEST_POSTGRESQL_PROGRAMS"]
    as_server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    command = [*as_server, f"{programs}/pg_ctl", "start", "-D", f"{folder}/data", "-w", "-s", "-l", f"{folder}/server.log"]
    for _ in range(20):
        # The first tries may find shared memory of the old one that the system is still taking away.
        if subprocess.run(command, check=False, cwd="/", capture_output=True).returncode == 0:
            return
        time.sleep(0.5)
    raise RuntimeError(f"PostgreSQL does not start again; see {folder}/server.log")


def run_rounds(home: Path, rounds: int, seed: int = 1, show: bool = False) -> Tally:
    """End an installation so many times.

    Args:
        home: an empty folder.
        rounds: how often.
        seed: of the random moments.
        show: print a line every ten rounds.
    """
    crashing = Crashing(home, rounds, seed)
    try:
        for number in range(rounds):
            crashing.run_round(number)
            if show and number % 10 == 9:
                print(crashing.tally, flush=True)
    finally:
        crashing.end()
        crashing.log.close()
    return crashing.tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="End a server with kill -9 while it is written to.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="enthesis_kill_") as folder:
        seen = run_rounds(Path(folder), chosen.rounds, chosen.seed, show=True)
    print(("PostgreSQL: " if os.environ.get("ENTHESIS_DATABASE_URL") else "SQLite: ") + str(seen))
    sys.exit(1 if seen.lost or seen.halves or seen.refused else 0)
