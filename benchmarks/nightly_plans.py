"""The nightly review as it runs: plans of a clinic read from SQLite, judged and written, in this process.

    python benchmarks/nightly_plans.py [PLANS] [DAYS]          (or: make bench-night)

Every patient told each morning and did three exercises every other day, as many days as asked for. The time holds queries, the
folding of the whole course, and what the rules write. `make bench-course` times the engine alone.
"""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

N_PLANS, N_DAYS, AIM_PLANS, AIM_S = 200, 60, 10_000, 60.0


def fill(n_plans: int, n_days: int, now: datetime.datetime) -> None:
    """A clinic with as many patients, each with a plan and its days."""
    from random import Random

    from records.conftest import make_actor
    from records.plan_document import make_document

    from enthesis.actions.open_episode import open_episode
    from enthesis.actions.plan_record import add_version
    from enthesis.actions.register_patient import PatientDetails, register_patient
    from enthesis.records.isolation import clinic_scope
    from enthesis.records.people import Clinic, Role
    from enthesis.records.plans import DailyEvent, Plan

    random = Random(3)
    clinic = Clinic.objects.create(name="A night", lock_after_minutes=600)
    actor = make_actor(clinic, Role.THERAPIST, "Thea Night")
    began = now - datetime.timedelta(days=n_days)
    document = make_document()
    exercises = [exercise["id"] for exercise in document["exercises"]][:3]
    for number in range(n_plans):
        patient = register_patient(actor, PatientDetails("Alex", f"Muster {number}"), simulated=True)
        episode = open_episode(actor, patient.id, "made up", "right")
        with clinic_scope(clinic.id):
            plan = Plan(patient=patient, episode=episode, opened_at=began, opened_by_id=actor.person_id)
            plan.save()
            add_version(plan, document, "", "", actor.person_id, made_at=began)
            told: list[DailyEvent] = []
            for day_number in range(n_days):
                day = began + datetime.timedelta(days=day_number)
                contents: list[tuple[str, dict[str, Any]]] = [
                    (
                        "morning",
                        {"marker_pain_0_10": random.choice([1, 2, 2, 3]), "worst_pain_24_h_0_10": random.choice([1, 2, 3])},
                    )
                ]
                if day_number % 2 == 0:
                    contents += [
                        ("session", {"exercise": name, "sets": 3, "repetitions": 8, "pain_during_0_10": 2, "completed_share": 1})
                        for name in exercises
                    ]
                told += [
                    DailyEvent(
                        id=uuid.uuid4(), patient=patient, plan=plan, kind=kind, day=day.date(), said_at=day, received_at=day,
                        content=content,
                    )
                    for kind, content in contents
                ]  # fmt: skip
            DailyEvent.objects.bulk_create(told)


def main() -> int:
    n_plans = int(sys.argv[1]) if len(sys.argv) > 1 else N_PLANS
    n_days = int(sys.argv[2]) if len(sys.argv) > 2 else N_DAYS
    os.environ["ENTHESIS_HOME"] = tempfile.mkdtemp(prefix="enthesis_bench_night_")
    os.environ["DJANGO_SETTINGS_MODULE"] = "enthesis.settings"
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from enthesis.actions.nightly_review import review_plans
    from enthesis.cli.installation import open_installation
    from enthesis.records.migrating import migrate_with_backup

    migrate_with_backup(open_installation())
    now = timezone.now()
    fill(n_plans, n_days, now)

    def night(at: datetime.datetime) -> tuple[float, float]:
        started, worked = time.perf_counter(), time.process_time()
        judged = 0
        while True:
            with transaction.atomic():
                done = review_plans(at)
            judged += done
            if not done:
                break
        assert judged == n_plans, f"{judged} of {n_plans} plans were judged"
        return (time.perf_counter() - started) / n_plans, (time.process_time() - worked) / n_plans

    night(now)  # the first night also raises what ten silent weeks would have
    for name, at in (("the next night", now + datetime.timedelta(days=1)), ("and the next", now + datetime.timedelta(days=2))):
        whole, processor = night(at)
        print(
            f"{name}: {n_plans} plans of {n_days} days, {whole * 1000:.1f} ms each ({processor * 1000:.1f} of the processor): "
            f"{AIM_PLANS} in {whole * AIM_PLANS:.0f} s (aim {AIM_S:.0f})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
