"""An installation of its own for tests that need one on the disk: a folder, commands run in it, a small clinic.

On PostgreSQL the database is one of those that `scripts/with_postgresql.sh` makes for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from migrated import FILE, MIGRATE, copy_migrated

ON_POSTGRESQL = bool(os.environ.get("ENTHESIS_DATABASE_URL"))
SEED = """
from enthesis.cli.installation import open_installation
open_installation()
from records.conftest import make_actor
from records.needling_visit import needled_visit
import uuid
from django.utils import timezone
from records.plan_document import make_document
from enthesis.access.actor import Stranger
from enthesis.actions.correct_patient import correct_patient
from enthesis.actions.decide_step import confirm_step
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_entry import record_entry
from enthesis.actions.record_treatment import Treatment, record_treatment
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.review_events import review_events
from enthesis.actions.send_message import write_to_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Role
from enthesis.records.plans import ProposedStep
for name in ("Harbour", "Hill"):
    clinic = Clinic.objects.create(name=f"{name} Physiotherapy")
    actor = make_actor(clinic, Role.CLINIC_LEAD, f"Lea {name}")
    for number in range(3):
        details = PatientDetails(f"Zoë {number}", "Ünal 'O\\"x", email=f"zoe{number}@example.org", address="Straße 1\\n=2+2")
        patient = register_patient(actor, details, simulated=True)
        correct_patient(actor, patient.id, PatientDetails(f"Zoë {number}", "Ünal", email=f"z{number}@example.org"))
        encounter = start_encounter(actor, open_episode(actor, patient.id, "sore", "right").id)
        first = record_entry(actor, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
        record_entry(actor, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "negative"}, replaces=first.id)
        record_entry(actor, encounter.id, "measure", "nrs", {"quantity": "pain_now_nrs_0_10", "number": 3.3 * number})
        record_entry(actor, encounter.id, "drawing", "chart", {"drawing": {"b": [0.1, 1e-9, None], "a": {"z": 1, "y": "ü"}}})
        record_entry(actor, encounter.id, "diagnosis", "own", {"sources": ["x"], "agrees": "differ", "shown": [["x", 0.123456789, 0.1, 0.2]]})
    plan = make_plan(actor, encounter.episode_id, make_document(), make_document(), "We begin gently: ü.")
    phone = find_phone(open_phone(Stranger(), issue_phone_link(actor, plan.id).code).cookie)
    now = timezone.now()
    told = {"kind": "morning", "day": now.date().isoformat(), "said_at": now.isoformat()}
    ids = [str(uuid.uuid4()), str(uuid.uuid4())]
    receive_events(phone, [{**told, "id": ids[0], "content": {"marker_pain_0_10": 3.5}}])
    correction = {**told, "kind": "correction", "content": {"of": ids[0], "content": {"marker_pain_0_10": 2}}}
    receive_events(phone, [{**correction, "id": ids[1]}, {**told, "kind": "warning", "id": str(uuid.uuid4()), "content": {"what": "pop"}}])
    review_events(actor, plan.id, [uuid.UUID(ids[0])])
    write_to_patient(actor, plan.id, "How was it?")
    step = {"plan": plan, "day": now.date(), "decision": "progress", "proposal": {"document": make_document()}, "made_at": now}
    with clinic_scope(clinic.id):
        ProposedStep(**step).save()
        step_id = ProposedStep.objects.get().id
    confirm_step(actor, step_id)
    visit = {"interventions": [{"intervention": "iastm", "pain_after_0_10": 2.5}], "exercises": [{"exercise": "ham_bridge_sl"}]}
    record_treatment(actor, encounter.id, Treatment(**visit), {}, lambda encounter: None)
    with clinic_scope(clinic.id):
        Patient.objects.filter(pk=patient.id).update(birth_date="1980-02-29")
    needled_visit(actor, encounter.episode_id, patient.id)
    print(clinic.id, patient.id)
"""


@dataclass(frozen=True)
class Installation:
    """A folder, and on PostgreSQL the name of a database."""

    home: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What a command of this installation is started with."""
        there = {**os.environ, "ENTHESIS_HOME": str(self.home), "PYTHONPATH": str(Path(__file__).parent.parent)}
        for name in ("ENTHESIS_DATABASE_URL", "ENTHESIS_DATABASE_OWNER_URL"):
            if ON_POSTGRESQL:
                there[name] = os.environ[name].rsplit("/", 1)[0] + "/" + self.database
        return there

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """One `enthesis` command."""
        return self._run(["-m", "enthesis", *arguments], environment)

    def python(self, code: str) -> str:
        """Run code; what it printed."""
        done = self._run(["-c", code], {})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env={**self.environment, **environment}, capture_output=True, text=True, check=False
        )

    def migrate(self) -> None:
        """Bring the database to this version; on SQLite a new one is a copy of one where that is done."""
        if ON_POSTGRESQL or (self.home / FILE).exists():
            self.python(MIGRATE)
        else:
            copy_migrated(self.home)

    def seed(self) -> list[tuple[str, str]]:
        """Two small clinics; the id of each, and of its last patient."""
        self.migrate()
        return [(clinic, patient) for clinic, patient in (line.split() for line in self.python(SEED).splitlines())]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
