"""The plan's pages as a browser without script uses them: made, changed, followed, decided, printed; and the treatment visit."""

from __future__ import annotations

import datetime
import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.signing_in import let_in

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_phone import open_phone
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import plan_to_json
from enthesis.records.entries import ExerciseDoneEntry, FindingEntry, InterventionEntry, MeasureEntry, TextEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import EventReview, Message, Phone, Plan, PlanAlert, PlanVersion, ProposedStep, StepStatus

POSITIVE = ("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness", "bent_knee_stretch")
NEGATIVE = ("slump_test", "fever", "saddle_numbness", "night_pain", "weight_loss")
FIELD = re.compile(r'<(input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>', re.DOTALL)


@pytest.fixture
def evaluated(therapist: Actor, encounter: Encounter) -> Encounter:
    """An evaluation that makes a hamstring tendon likely."""
    changes = [Change("finding", f, {"finding": f, "result": "positive"}) for f in POSITIVE]
    changes += [Change("finding", f, {"finding": f, "result": "negative"}) for f in NEGATIVE]
    record_entries(therapist, encounter.pk, changes, lambda _e: None)
    return encounter


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


@pytest.fixture
def plan(therapist: Actor, evaluated: Encounter) -> Plan:
    """A plan as it was suggested."""
    with clinic_scope(therapist.clinic_id, writes=False):
        document = plan_to_json(suggest_for(Episode.objects.get(pk=evaluated.episode_id)).document)
    assert document["exercises"], "the suggestion has something to decide"
    return make_plan(therapist, evaluated.episode_id, document, document, "We begin gently.")


def form_of(page: str, action: str) -> dict[str, str]:
    """The fields of a form with the values a browser would send."""
    start = page.index(f'action="{action}"')
    body = page[start : page.index("</form>", start)]
    sent: dict[str, str] = {}
    for found in FIELD.finditer(body):
        tag, name = found[0], found[2]
        value = html.unescape(m[1]) if (m := re.search(r'\bvalue="([^"]*)"', tag)) else ""
        if found[1] == "textarea":
            sent[name] = html.unescape(body[found.end() : body.index("</textarea>", found.end())])
        elif found[1] == "select":
            options = body[found.end() : body.index("</select>", found.end())]
            chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
            sent[name] = html.unescape(chosen[1]) if chosen else ""
        elif ('type="radio"' not in tag and 'type="checkbox"' not in tag) or " checked" in tag:
            sent[name] = value
    return sent


def change_form(client: Client, episode_id: Any, query: str = "") -> tuple[str, dict[str, str]]:
    """Address and fields of the plan's form."""
    address = reverse("change_plan", args=[episode_id])
    answer = client.get(address + query)
    assert answer.status_code == 200, answer.content
    return address, form_of(answer.content.decode(), address)


def versions(actor: Actor) -> list[PlanVersion]:
    with clinic_scope(actor.clinic_id):
        return list(PlanVersion.objects.order_by("number"))


# ---- making and changing ----


def test_a_plan_is_made_as_suggested_with_one_press(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "act": "save"})

    assert answer.status_code == 302, answer.content
    (version,) = versions(therapist)
    assert version.suggestion["exercises"] == version.document["exercises"]
    assert version.document["goals"] == [], "a goal that nobody put into words is not kept as the patient's"


def test_each_line_is_changed_or_declined_with_a_reason_and_both_are_kept(
    client: Client, therapist: Actor, evaluated: Encounter
) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    sent |= {"e0.sets": "2", "e0.load_kg": "7,5", "e0.tempo": "3-1-3", "ceiling": "5"}
    sent |= {"e1.keep": "no", "e1.reason": "shoulder hurts in the plank"}
    sent |= {"i0.decision": "accepted", "i1.decision": "declined", "i1.reason": "no time"}
    sent |= {"g0.words": "run 5 km with my daughter", "g0.baseline": "3", "g0.target": "9"}

    assert client.post(address, {**sent, "act": "save"}).status_code == 302

    (version,) = versions(therapist)
    said, decided = version.suggestion, version.document
    dose = decided["exercises"][0]["dose"]
    assert (dose["sets"], dose["load_kg"], dose["tempo_s"]) == (2, 7.5, [3, 1, 3])
    assert [e["id"] for e in decided["exercises"]] == [e["id"] for e in said["exercises"] if e != said["exercises"][1]]
    assert {"id": said["exercises"][1]["id"], "name": said["exercises"][1]["name"], "because": "shoulder hurts in the plank"} in (
        decided["left_out"]
    )
    assert [i["decision"] for i in decided["interventions"][:3]] == ["accepted", "declined", "suggested"]
    assert decided["goals"] == [{"words": "run 5 km with my daughter", "measure": "psfs", "baseline": 3.0, "target": 9.0}]
    assert decided["pain_ceiling_0_10"] == 5
    page = client.get(reverse("episode_plan", args=[evaluated.episode_id])).content.decode()
    assert "Suggested was:" in page
    assert "shoulder hurts in the plank" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"e0.keep": "no"}, "declined without a reason"),
        ({"i0.decision": "declined"}, "declined without a reason"),
        ({"e0.sets": "many"}, "is not a number"),
        ({"e0.sets": ""}, "are needed"),
        ({"e0.sets": "21"}, "lies outside 1 to 20"),
        ({"e0.repetitions": "", "e0.hold_s": ""}, "neither repetitions nor a hold"),
        ({"e0.tempo": "3-1"}, "three numbers are expected"),
        ({"ceiling": "6"}, "lies outside"),
        ({"g0.words": "run", "g0.baseline": "11"}, "outside 0 to 10"),
        ({"g1.target": "4"}, "no words"),
        ({"phase": "elsewhere"}, "not known"),
        ({"review_in_days": "1.5"}, "not a whole number"),
        ({"act": "add_exercise", "add_exercise": "no such drill"}, "none of the library"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    client: Client, therapist: Actor, evaluated: Encounter, typed: dict[str, str], said: str
) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "act": "save", "clinician_sentence": "typed before", **typed})

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "typed before" in page
    assert form_of(answer.content.decode(), address)["e0.sets"] == typed.get("e0.sets", sent["e0.sets"])
    assert versions(therapist) == []


def test_an_exercise_is_added_from_the_library_at_its_start_dose(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    n = sum(1 for name in sent if name.endswith(".sets"))
    page = client.post(address, {**sent, "act": "add_exercise", "add_exercise": "Nordic hamstring exercise", "e0.sets": "4"})
    added = form_of(page.content.decode(), address)

    assert added["e0.sets"] == "4"
    assert f"e{n}.sets" in added, html.unescape(page.content.decode())[:300]
    client.post(address, {**added, "act": "save"})
    assert versions(therapist)[0].document["exercises"][-1]["why"] == "Added by the clinician."


def test_another_phase_is_suggested_for_on_demand_and_goals_stay(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    sent |= {"phase": "isotonic_to_90", "g0.words": "ride to work"}

    again = form_of(client.post(address, {**sent, "act": "suggest"}).content.decode(), address)

    assert again["phase"] == "isotonic_to_90"
    assert again["g0.words"] == "ride to work"
    client.post(address, {**again, "act": "save"})
    assert versions(therapist)[0].suggestion["phase"] == "isotonic_to_90"


def test_a_suggestion_cannot_be_forged(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "draft": sent["draft"][:-4] + "AAAA", "act": "save"})

    assert answer.status_code == 409
    assert versions(therapist) == []


def test_a_change_needs_a_sentence_and_two_people_do_not_overwrite_each_other(
    client: Client, therapist: Actor, plan: Plan
) -> None:
    address, mine = change_form(client, plan.episode_id)
    _same, theirs = change_form(client, plan.episode_id)

    silent = client.post(address, {**mine, "e0.sets": "1", "act": "save"})
    first = client.post(address, {**mine, "e0.sets": "1", "patient_sentence": "One set for now.", "act": "save"})
    second = client.post(address, {**theirs, "e0.sets": "5", "patient_sentence": "Five sets.", "act": "save"})

    assert (silent.status_code, first.status_code, second.status_code) == (409, 302, 409)
    assert "changed in the meantime" in second.content.decode()
    assert [v.document["exercises"][0]["dose"]["sets"] for v in versions(therapist)][1:] == [1]


def test_without_an_evaluation_nothing_is_suggested_and_a_programme_can_be_chosen(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(status=EncounterStatus.ABANDONED)
    address, sent = change_form(client, encounter.episode_id)

    assert "e0.sets" not in sent
    page = client.get(address).content.decode()
    assert "No evaluation is recorded yet" in page


def test_a_student_reads_and_does_not_plan(student: Actor, plan: Plan) -> None:
    client = let_in(student)

    assert client.get(reverse("episode_plan", args=[plan.episode_id])).status_code == 200
    assert client.get(reverse("change_plan", args=[plan.episode_id])).status_code == 403
    assert b"Confirm" not in client.get(reverse("episode_progress", args=[plan.episode_id])).content


def test_a_calm_moment_opens_no_later_phase(therapist: Actor, evaluated: Encounter) -> None:
    def suggested() -> tuple[str, str]:
        with clinic_scope(therapist.clinic_id, writes=False):
            document = suggest_for(Episode.objects.get(pk=evaluated.episode_id)).document
        return document.phase, document.phase_because

    before = suggested()
    now = {"quantity": "pain_now_nrs_0_10", "number": 0.0}
    record_entries(therapist, evaluated.pk, [Change("measure", "pain_now_nrs_0_10:", now)], lambda _e: None)

    assert suggested() == before


# ---- following ----


def told(plan: Plan, actor: Actor, *events: dict[str, Any]) -> None:
    """What a linked phone says."""
    with clinic_scope(plan.clinic_id):
        phone = Phone.objects.filter(plan=plan).first()
    if phone is None:
        open_phone(Stranger(), issue_phone_link(actor, plan.pk).code, label="Test phone")
        with clinic_scope(plan.clinic_id):
            phone = Phone.objects.get(plan=plan)
    receipt = receive_events(PhoneActor(plan.clinic_id, plan.pk, phone.pk), events)
    assert not receipt.refused


def event(kind: str, **content: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat(), "said_at": now.isoformat(), "content": content}


def test_what_is_told_is_shown_and_seen_once(client: Client, therapist: Actor, plan: Plan) -> None:
    told(
        plan,
        therapist,
        event("morning", marker_pain_0_10=2, worst_pain_24_h_0_10=4),
        event("session", exercise="ham_iso_heel_dig", sets=5, load_kg=4, pain_during_0_10=3),
        event("warning", what="numbness"),
    )
    address = reverse("episode_progress", args=[plan.episode_id])
    page = client.get(address).content.decode()

    assert "Supine heel dig: 5, 4 kg, pain 3" in page
    assert "numbness" in page
    assert '<svg class="course"' in page
    seen = form_of(page, reverse("seen_events", args=[plan.pk]))
    told(plan, therapist, event("run", km=3, pain_0_10=1))
    lists = {
        "alert": re.findall(r'name="alert" value="([^"]+)"', page),
        "event": re.findall(r'name="event" value="([^"]+)"', page),
    }
    client.post(reverse("seen_events", args=[plan.pk]), {**seen, **lists})
    with clinic_scope(therapist.clinic_id):
        assert EventReview.objects.count() == 3, "what came after the page was made stays new"
        assert not PlanAlert.objects.filter(seen_at__isnull=True).exists()


def test_missing_answers_are_shown_as_missing(client: Client, therapist: Actor, plan: Plan) -> None:
    told(plan, therapist, event("session", exercise="ham_iso_heel_dig", sets=5))
    page = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()

    assert "pain not told" in page
    assert "No morning marker was told." in page


@pytest.fixture
def step(therapist: Actor, plan: Plan) -> ProposedStep:
    """One set more, proposed."""
    (version,) = versions(therapist)
    document = {**version.document, "pain_ceiling_0_10": 4}
    waiting = ProposedStep(
        plan=plan,
        day=datetime.date(2026, 11, 22),
        decision="progress",
        rule="clean",
        patient_sentence="All calm, so a little more.",
        clinician_sentence="Three clean sessions.",
        proposal={"changes": [], "document": document},
        made_at=timezone.now(),
    )
    with clinic_scope(therapist.clinic_id):
        waiting.save()
    return waiting


def status_of(step: ProposedStep, actor: Actor) -> str:
    with clinic_scope(actor.clinic_id):
        return str(ProposedStep.objects.get(pk=step.pk).status)


def test_a_step_is_confirmed_with_one_press(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    home = client.get(reverse("home")).content.decode()
    page = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    answer = client.post(reverse("decide_step", args=[step.pk]), {"act": "confirm"})

    assert "Steps to decide" in home
    assert "All calm, so a little more." in page
    assert answer.status_code == 302
    assert versions(therapist)[-1].document["pain_ceiling_0_10"] == 4
    assert status_of(step, therapist) == StepStatus.CONFIRMED


def test_a_step_is_declined_only_with_a_reason(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    address = reverse("decide_step", args=[step.pk])
    without = client.post(address, {"act": "decline", "reason": " ", "plan": str(plan.pk)})
    client.post(address, {"act": "decline", "reason": "a race on Sunday", "plan": str(plan.pk)})

    assert without.status_code == 409
    assert "Say why the step is declined." in without.content.decode()
    assert status_of(step, therapist) == StepStatus.DECLINED
    assert "a race on Sunday" in client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()


def test_a_step_is_adjusted_from_its_own_proposal(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    address, sent = change_form(client, plan.episode_id, "?from=step")

    assert sent["ceiling"] == "4"
    assert client.post(address, {**sent, "ceiling": "5", "act": "save"}).status_code == 302
    assert status_of(step, therapist) == StepStatus.ADJUSTED
    newest = versions(therapist)[-1]
    assert (newest.suggestion["pain_ceiling_0_10"], newest.document["pain_ceiling_0_10"]) == (4, 5)


def test_messages_go_to_the_phone_and_an_empty_one_is_refused(client: Client, therapist: Actor, plan: Plan) -> None:
    address = reverse("write_message", args=[plan.pk])

    assert client.post(address, {"text": " "}).status_code == 409
    assert client.post(address, {"text": "Rest tomorrow."}).status_code == 302
    with clinic_scope(therapist.clinic_id):
        assert [m.text for m in Message.objects.all()] == ["Rest tomorrow."]


def test_a_phone_is_linked_by_a_link_shown_once_and_closed_again(client: Client, therapist: Actor, plan: Plan) -> None:
    page = client.post(reverse("link_phone", args=[plan.pk])).content.decode()
    code = html.unescape(page.split('class="code">')[1].split("<")[0])
    open_phone(Stranger(), code, label="Old phone")

    progress = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    assert code not in progress
    assert "Old phone" in progress
    with clinic_scope(therapist.clinic_id):
        phone = Phone.objects.get()
    client.post(reverse("revoke_phone", args=[phone.pk]))
    assert "None is linked." in client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()


def test_the_handout_says_the_dose_and_when_to_get_help(client: Client, plan: Plan) -> None:
    page = client.get(reverse("plan_handout", args=[plan.pk])).content.decode()
    large = client.get(reverse("plan_handout", args=[plan.pk]) + "?size=large&paper=letter").content.decode()

    assert "pain up to 3 of 10 is allowed" in page
    assert "numb between the legs" in page
    assert "paper-letter.css" in large
    assert 'class="large"' in large
    assert "works once" not in page.lower()
    assert "Works once" in client.post(reverse("plan_handout", args=[plan.pk])).content.decode()


def test_the_handout_as_a_pdf(client: Client, plan: Plan) -> None:
    answer = client.get(reverse("handout_pdf", args=[plan.pk]))
    if answer.status_code == 501:
        pytest.skip("no pango here")
    assert answer.content.startswith(b"%PDF")


# ---- the treatment visit ----


@pytest.fixture
def visit(therapist: Actor, plan: Plan) -> Encounter:
    """A treatment visit that has begun."""
    return start_encounter(therapist, plan.episode_id, "treatment")


def visit_form(client: Client, visit: Encounter) -> tuple[str, dict[str, str]]:
    address = reverse("treatment_visit", args=[visit.pk])
    return address, form_of(client.get(address).content.decode(), address)


def test_a_visit_is_started_on_its_own_page(client: Client, plan: Plan) -> None:
    answer = client.post(reverse("start_encounter", args=[plan.episode_id]), {"kind": "treatment"})

    assert answer["Location"].endswith("/treatment/")


def test_a_whole_visit_is_recorded_signed_and_told_in_its_note(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    sent |= {"t.better_or_worse": "better", "t.adherence": "most of it", "pain_now": "2", "pain_worst": "4,5"}
    sent |= {"f.bent_knee_stretch": "negative", "f.bent_knee_stretch.note": "only a pull", "t.plan": "Go on as before."}
    sent |= {"i0.intervention": "education_load_advice", "i0.response": "understood", "i0.before": "3", "i0.after": "2"}
    sent |= {"x0.exercise": "ham_iso_heel_dig", "x0.sets": "3", "x0.hold_s": "20", "x0.pain": "2"}

    answer = client.post(address, {**sent, "act": "sign"})

    assert answer.status_code == 302, html.unescape(answer.content.decode())
    with clinic_scope(therapist.clinic_id):
        (done,) = current_entries(InterventionEntry, visit.pk).values()
        (exercise,) = current_entries(ExerciseDoneEntry, visit.pk).values()
        numbers = {m.quantity: m.number for m in current_entries(MeasureEntry, visit.pk).values()}
        assert current_entries(FindingEntry, visit.pk)["bent_knee_stretch"].result == "negative"
        assert Encounter.objects.get(pk=visit.pk).status == EncounterStatus.SIGNED
    assert (done.pain_before_0_10, done.pain_after_0_10, done.response) == (3.0, 2.0, "understood")
    assert (exercise.dose["sets"], exercise.dose["hold_s"], exercise.pain_during_0_10) == (3, 20, 2.0)
    assert numbers == {"pain_now_nrs_0_10": 2.0, "pain_worst_week_nrs_0_10": 4.5}
    note = html.unescape(client.get(answer["Location"]).content.decode())
    assert "Education and load advice: pain 3/10 before, 2/10 after, understood" in note
    assert "Supine heel dig: " in note
    assert "Since the last visit: better" in note
    assert "Go on as before." in note
    assert "Body chart drawn" not in note
    assert client.post(address, sent).status_code == 409, "a signed visit is locked"


def test_saving_again_writes_nothing_again(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    client.post(address, {**sent, "t.better_or_worse": "same", "t.other": "slept badly", "pain_now": "3"})
    _again, standing = visit_form(client, visit)

    client.post(address, standing)

    with clinic_scope(therapist.clinic_id):
        assert TextEntry.objects.filter(encounter=visit).count() == 1, "'same' is no word of the form"
        assert MeasureEntry.objects.filter(encounter=visit).count() == 1


def test_a_script_is_answered_with_what_it_holds_now(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    first = client.post(address, {**sent, "t.other": "one"}, headers={"accept": "application/json"})
    second = client.post(
        address, {**sent, "held": first.json()["held"], "t.other": "two"}, headers={"accept": "application/json"}
    )

    assert (first.status_code, second.status_code) == (200, 200)
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "two"


def test_two_people_in_one_visit_do_not_overwrite_each_other(
    client: Client, lead: Actor, therapist: Actor, visit: Encounter
) -> None:
    address, mine = visit_form(client, visit)
    let_in(lead).post(address, {**mine, "t.other": "theirs"})

    answer = client.post(address, {**mine, "t.other": "mine"})

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "theirs" in page
    assert "mine" in page
    again = form_of(answer.content.decode(), address)
    assert client.post(address, again).status_code == 302
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "mine"


def test_a_number_out_of_range_is_said_and_the_rest_is_recorded(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    answer = client.post(address, {**sent, "pain_now": "12", "t.other": "kept"})

    assert answer.status_code == 422
    assert "lies outside 0 to 10" in answer.content.decode()
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "kept"
        assert not current_entries(MeasureEntry, visit.pk)


def test_a_row_taken_out_is_withdrawn_and_never_deleted(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    client.post(address, {**sent, "i0.intervention": "education_load_advice", "i0.dose": "5 min"})
    _same, standing = visit_form(client, visit)

    client.post(address, {name: value for name, value in standing.items() if name != "i0.intervention"})

    with clinic_scope(therapist.clinic_id):
        (entry,) = current_entries(InterventionEntry, visit.pk).values()
        assert InterventionEntry.objects.count() == 2
    assert entry.response.startswith("Withdrawn")
    assert " checked" not in client.get(address).content.decode().split('name="i0.intervention"')[1].split(">")[0]


def test_nine_visits_in_eight_weeks_can_be_recorded(client: Client, therapist: Actor, plan: Plan) -> None:
    for number in range(9):
        visit = start_encounter(therapist, plan.episode_id, "treatment")
        address, sent = visit_form(client, visit)
        sent |= {"t.better_or_worse": "better", "pain_now": str(8 - number), "f.bent_knee_stretch": "negative", "act": "sign"}
        assert client.post(address, sent).status_code == 302
    page = client.get(reverse("episode", args=[plan.episode_id])).content.decode()

    assert page.count("Treatment visit</a>") == 9
    with clinic_scope(therapist.clinic_id):
        assert Encounter.objects.filter(kind="treatment", status=EncounterStatus.SIGNED).count() == 9
