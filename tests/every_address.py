"""Every address of the server, found by walking the URL configuration, and two clinics full of records to ask them about.

Nothing here names an address: one that is added is walked from the next run on. Values for its arguments are the ids of the
model its name says (`encounter_id`: Encounter), and what stands in the links and forms of the pages themselves.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import itertools
import json
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone
from outcome_forms import lefs_like
from records.conftest import make_actor
from records.needling_visit import needled_visit
from records.plan_document import make_document

from enthesis.access.actor import Actor, Stranger
from enthesis.actions.answer_follow_up import answer_follow_up
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.book_appointment import AppointmentDetails, book_appointment
from enthesis.actions.encounter_facts import LEFT_OUT, neuro_parts
from enthesis.actions.import_questionnaire import import_questionnaire
from enthesis.actions.invite_person import invite_person
from enthesis.actions.issue_document import issue_referral_letter
from enthesis.actions.issue_follow_up_link import issue_follow_up_link
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.keep_programme import make_programme
from enthesis.actions.make_plan import make_plan
from enthesis.actions.note_event import note_event
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_follow_up import find_follow_up, open_follow_up
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.propose_plan import propose_plan
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_answer import record_answer
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.send_message import write_to_patient
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.write_addendum import write_addendum
from enthesis.care.own_programme import own_from
from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.knowledge.regions import default_region
from enthesis.portal.cookie import COOKIE_NAME
from enthesis.portal.follow_up.cookie import COOKIE_NAME as FOLLOW_UP_COOKIE
from enthesis.portal.today.cookie import COOKIE_NAME as PHONE_COOKIE
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import FollowUp
from enthesis.records.people import Clinic, Membership, Person, Role
from enthesis.records.plans import ProposedStep
from enthesis.web.account.second_factor import STATE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FLAG = "numbness_replaces_pain"
STRANGER, PATIENT = "stranger", "patient"
ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?:[^()]|\([^()]*\))*\)")
READ_BY_VIEW = re.compile(r"(?:GET|POST|FILES)(?:\.get|\.getlist)?[\[(]\s*\"([^\"]+)\"")
PAGES_OF_ONE_ADDRESS = 3


@dataclass(frozen=True)
class Address:
    """One entry of the URL configuration."""

    name: str
    route: str
    module: str

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]:
        """Name and converter of each argument, as they stand in the route."""
        found = ARGUMENT.finditer(self.route)
        return tuple((m["name"] or m["group"], m["converter"] or ("regex" if m["group"] else "str")) for m in found)

    def path(self, values: dict[str, str]) -> str:
        """The address with these values, quoted as a browser would."""
        filled = ARGUMENT.sub(lambda m: quote(values[m["name"] or m["group"]], safe=""), self.route)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")

    @property
    def names_read(self) -> tuple[str, ...]:
        """Names of fields that the view's module reads by itself, without a form class."""
        try:
            return tuple(dict.fromkeys(READ_BY_VIEW.findall(inspect.getsource(importlib.import_module(self.module)))))
        except (OSError, TypeError, ImportError):
            return ()


def walk_addresses() -> tuple[Address, ...]:
    """Every address of the URL configuration, in its order."""

    def walk(patterns: Iterable[Any], before: str) -> Iterator[Address]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, route)
            else:
                yield Address(pattern.name or route, route, getattr(pattern.callback, "__module__", ""))

    return tuple({found.route: found for found in walk(get_resolver().url_patterns, "")}.values())


@dataclass
class Form:
    """A form as a page shows it: where it goes, and for each field the values it offers."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class PageReader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[Form]()
        self._open: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take links, forms and fields, those outside of their form included."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith(("/", "?")):
            self.links.append(said["href"] if said["href"].startswith("/") else self.path + said["href"])
        elif tag == "form":
            action = said.get("action") or self.path
            self._open = Form(urlsplit(action).path or self.path, said.get("method", "get").lower())
            self.forms.append(self._open)
            if said.get("id"):
                self._by_id[said["id"]] = self._open
        form = self._by_id.get(said["form"]) if "form" in said else self._open
        if tag in ("input", "textarea", "select", "button") and form is not None and said.get("name"):
            self._select = said["name"] if tag == "select" else ""
            if said["name"] != "csrfmiddlewaretoken":
                form.fields.setdefault(said["name"], []).append(said.get("value", ""))
                if tag == "button" and said.get("formaction"):
                    self.forms.append(Form(said["formaction"], "post", {said["name"]: [said.get("value", "")]}))
        elif tag == "option" and form is not None and self._select:
            form.fields[self._select].append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        if tag == "form":
            self._open = None


@dataclass
class Site:
    """One clinic: its people's browsers, its patient, and its records by the name an address would have for them."""

    clinic: Clinic
    patient_name: str
    actors: dict[str, Actor]
    cookies: dict[str, dict[str, str]]
    ids: dict[str, list[str]]
    """By the name of the model in lower case."""

    def ids_for(self, argument: str) -> list[str]:
        """Ids for an argument: of the model it is named after, else of every record of the clinic."""
        named = argument.removesuffix("_id").replace("_", "")
        return self.ids.get(named) or [one for found in self.ids.values() for one in found]


def build_site(clinic_name: str, given: str, family: str) -> Site:
    """A clinic with somebody in each role, and at least one row of everything an address can name."""
    clinic = Clinic.objects.create(name=clinic_name, address="Quay 1", telephone="+351 200 000 000", country="PT")
    short = clinic_name.split()[0]
    actors = {str(role): make_actor(clinic, role, f"{short} {role.value.replace('_', ' ')}") for role in Role}
    therapist, student = actors[Role.THERAPIST], actors[Role.STUDENT]
    patient = register_patient(
        therapist,
        PatientDetails(given, family, datetime.date(1980, 2, 29), "female", "R-1", "running", f"{given}@example.org"),
        simulated=True,
    )
    episode = open_episode(therapist, patient.id, f"sore sit bone of {given}", "right")
    _evaluation(therapist, episode.id, short)
    _evaluation(student, episode.id, short, sign=True)
    signed = _evaluation(therapist, episode.id, short, sign=True)
    write_addendum(therapist, signed.id, f"{given} called back.")
    issue_referral_letter(therapist, signed.id, FLAG, {"to": "Dr. Ana Doe"})
    starts_at = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    book_appointment(therapist, AppointmentDetails(patient.id, therapist.person_id, starts_at, reason=f"{given} again"))
    invite_person(actors[Role.CLINIC_LEAD], f"new@{short.lower()}.example.org", f"{short} Newcomer", Role.THERAPIST)
    sent = find_session(open_intake(Stranger(), issue_intake_link(therapist, patient.id).code).cookie)
    assert sent is not None
    answer_intake(sent.actor, "goals", {"goals": {"text": f"{given} wants to run"}})
    submit_intake(sent.actor)
    plan = make_plan(therapist, episode.id, make_document(), patient_sentence=f"{given} begins gently.")
    propose_plan(student, episode.id, 1, make_document(), None, f"More for {given}.")
    linked = open_phone(Stranger(), issue_phone_link(therapist, plan.id).code).cookie
    told = find_phone(linked)
    assert told is not None
    receive_events(told, [_event("morning", {"marker_pain_0_10": 2}), _event("warning", {"what": "pop"})])
    write_to_patient(therapist, plan.id, f"How is {given}?")
    with clinic_scope(clinic.id):
        proposal = {"document": make_document(), "changes": [], "words": "", "flags": []}
        ProposedStep(
            plan=plan,
            day=timezone.now().date(),
            decision="progress",
            rule="exercise_ready",
            proposal=proposal,
            made_at=timezone.now(),
        ).save()
    needled_visit(therapist, episode.id, patient.id)
    issue_phone_link(therapist, plan.id)
    library = get_rehabilitation(default_region())
    make_programme(therapist, replace(own_from(library.programmes[0], library), name=f"Holds at {short}"))
    asked = _asked(therapist, actors[Role.CLINIC_LEAD], episode.id, given)
    at_work = open_intake(Stranger(), issue_intake_link(therapist, patient.id).code).cookie
    lead = Person.objects.get(pk=actors[Role.CLINIC_LEAD].person_id)
    RecoveryCodes.activate(lead)
    cookies = {role: sign_in(actor) for role, actor in actors.items()}
    cookies |= {STRANGER: {}, PATIENT: {COOKIE_NAME: at_work, PHONE_COOKIE: linked, FOLLOW_UP_COOKIE: asked}}
    return Site(clinic, f"{given} {family}", actors, cookies, _ids_of(clinic))


def _asked(therapist: Actor, lead: Actor, episode_id: uuid.UUID, given: str) -> str:
    """Outcomes of the episode, the clinic's own questionnaire, and a follow-up that the patient has begun; its cookie."""
    note_event(therapist, episode_id, "other", timezone.now().date(), f"{given} fell")
    import_questionnaire(lead, "lefs", json.dumps(lefs_like()).encode(), "Made up for a test, free to use.", attested=True)
    record_answer(therapist, episode_id, "lefs", {"total": 60}, timezone.now().date())
    with clinic_scope(therapist.clinic_id):
        baseline = FollowUp.objects.get(episode_id=episode_id, occasion="baseline")
    opened = open_follow_up(Stranger(), issue_follow_up_link(therapist, baseline.pk).code).cookie
    actor = find_follow_up(opened)
    assert actor is not None
    answer_follow_up(actor, "psfs", {"activities": [{"text": f"running with {given}", "score": 4}]})
    return opened


def _event(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    told = {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat(), "said_at": now.isoformat()}
    return {**told, "content": content}


def _evaluation(actor: Actor, episode_id: uuid.UUID, short: str, sign: bool = False) -> Encounter:
    encounter = start_encounter(actor, episode_id)
    changes = [
        *(
            Change("text", LEFT_OUT + part, {"text": "no time"})
            for part in neuro_parts(load_pack(BUILT_IN_PACKS / "posterior_hip"))
        ),
        Change("finding", "slump_test", {"finding": "slump_test", "result": "positive"}),
        Change("finding", FLAG, {"finding": FLAG, "result": "positive"}),
        Change("red_flag", FLAG, {"action": "discussed", "reason": "phoned"}),
        Change("measure", "pain_now_nrs_0_10", {"quantity": "pain_now_nrs_0_10", "number": 4.0}),
        Change("text", "plan", {"text": f"Isometric holds at {short}"}),
        Change("diagnosis", "own", {"agrees": "open", "sources": []}),
    ]
    done = record_entries(actor, encounter.id, changes, lambda e: None)
    assert not done.clashes and not done.not_recorded, done.not_recorded
    return sign_encounter(actor, encounter.id) if sign else encounter


def _ids_of(clinic: Clinic) -> dict[str, list[str]]:
    with clinic_scope(clinic.id):
        found = {model.__name__.lower(): _ids(model, clinic) for model in belonging()}
    found["person"] = [str(m.person_id) for m in Membership.objects.filter(clinic=clinic)]
    found["clinic"] = [str(clinic.pk)]
    found["step"], found["check"] = found["proposedstep"], found["needlingcheck"]
    people = Authenticator.objects.filter(user_id__in=found["person"])
    found["pk"] = [str(pk) for pk in people.values_list("pk", flat=True)]
    return found


def _ids(model: type[models.Model], clinic: Clinic) -> list[str]:
    """Oldest first, so that two clinics that were built alike have the same kind of record in the same place."""
    times = [f.name for f in model._meta.fields if isinstance(f, models.DateTimeField) and f.name.endswith("_at")]
    return [str(pk) for pk in rows_of(model, clinic).order_by(*times[:1], "pk").values_list("pk", flat=True)]


def belonging() -> list[type[models.Model]]:
    """Models whose rows belong to a clinic, the audit left out."""
    held = [m for m in apps.get_app_config("records").get_models() if m.__name__ != "AuditRow"]
    return [m for m in held if any(f.name == "clinic" for f in m._meta.fields)]


def rows_of(model: type[models.Model], clinic: Clinic) -> Any:
    """The clinic's rows of a model, inside its scope."""
    return model._default_manager.filter(clinic_id=clinic.pk).order_by("pk")


def contents_of(clinic: Clinic) -> dict[str, list[Any]]:
    """Every row of the clinic with every column, its audit included."""
    with clinic_scope(clinic.id):
        held: dict[str, list[Any]] = {model.__name__: list(rows_of(model, clinic).values_list()) for model in belonging()}
        audit = apps.get_model("records", "AuditRow")
        held["AuditRow"] = list(audit._default_manager.filter(clinic_id=clinic.pk).order_by("pk").values_list())
    held["Clinic"] = list(Clinic.objects.filter(pk=clinic.pk).values_list())
    members = Membership.objects.filter(clinic=clinic).values_list("person_id", flat=True)
    held["Person"] = list(Person.objects.filter(pk__in=members).order_by("pk").values_list())
    held["Authenticator"] = list(Authenticator.objects.filter(user_id__in=members).order_by("pk").values_list())
    return held


def sign_in(actor: Actor) -> dict[str, str]:
    """A browser of this person, past the offer of a second factor and with the password given a moment ago."""
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
    session = client.session
    session[STATE] = "put_off"
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return {name: morsel.value for name, morsel in client.cookies.items()}


@dataclass(frozen=True)
class Answer:
    """What came back, and the fault of ours that was raised behind it."""

    status: int
    body: str
    location: str
    raised: str


def ask(cookies: dict[str, str], method: str, path: str, undo: bool = True, **sent: Any) -> Answer:
    """One request of a browser with these cookies. What it changed is taken back, so that the next finds the same records.

    Args:
        undo: False leaves the changes (the caller takes them back).
        sent: as for `django.test.Client.generic`, or `data` for a form.
    """
    cache.clear()
    raised: list[str] = []

    def note(sender: Any, **given: Any) -> None:
        import traceback

        raised.append(traceback.format_exc())

    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    for name, value in cookies.items():
        client.cookies[name] = value
    got_request_exception.connect(note, weak=False)
    try:
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                sender = (
                    client.generic
                    if "data" not in sent or isinstance(sent["data"], (bytes, str))
                    else getattr(client, method.lower())
                )
                answer: Any = sender(method, path, **sent) if sender == client.generic else sender(path, **sent)
            body = _body(answer)
            transaction.set_rollback(undo)
    finally:
        got_request_exception.disconnect(note)
    return Answer(answer.status_code, body, answer.headers.get("Location", ""), "".join(raised))


def _body(answer: HttpResponse | Any) -> str:
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return content.decode("utf-8", "replace")


def name_of(path: str) -> tuple[str, dict[str, str]] | None:
    """Route and arguments behind a path of ours; None when there is none."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return found.route, {key: str(value) for key, value in found.kwargs.items()}


@dataclass
class Harvest:
    """What the pages of a clinic offer: forms by route, and paths by route."""

    forms: dict[str, list[Form]]
    paths: dict[str, list[str]]
    asked: dict[str, list[str]]
    """Names of query fields by route."""


def harvest(site: Site, roles: Iterable[str]) -> Harvest:
    """Follow every link and form address from the first page on, as each of these roles, a few pages of each address."""
    forms: dict[str, list[Form]] = defaultdict(list)
    paths: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, list[str]] = defaultdict(list)
    addresses = walk_addresses()
    for role in roles:
        seen: dict[str, int] = defaultdict(int)
        known: set[str] = set()
        first = [a.path({}) for a in addresses if not a.arguments]
        first += [
            a.path({a.arguments[0][0]: one})
            for a in addresses
            if len(a.arguments) == 1 and a.arguments[0][1].startswith("uuid")
            for one in site.ids_for(a.arguments[0][0])[:8]
        ]
        waiting = list(dict.fromkeys(first))
        while waiting:
            path = waiting.pop(0)
            place = name_of(path)
            if path in known or place is None:
                continue
            known.add(path)
            paths[place[0]] += [urlsplit(path).path] * (urlsplit(path).path not in paths[place[0]])
            asked[place[0]] += [key for key, _value in parse_qsl(urlsplit(path).query) if key not in asked[place[0]]]
            if seen[place[0]] >= PAGES_OF_ONE_ADDRESS:
                continue
            seen[place[0]] += 1
            answer = ask(site.cookies[role], "GET", path)
            if answer.location.startswith("/"):
                waiting.append(answer.location)
            if not answer.body.lstrip().startswith("<"):
                seen[place[0]] = PAGES_OF_ONE_ADDRESS
                continue
            page = PageReader(urlsplit(path).path)
            page.feed(answer.body)
            for form in page.forms:
                target = name_of(form.action)
                if target is not None and not any(
                    f.fields.keys() == form.fields.keys() and f.action == form.action for f in forms[target[0]]
                ):
                    forms[target[0]].append(form)
                    waiting.append(form.action)
            waiting += [link for link in page.links if not link.startswith(settings.STATIC_URL)]
    return Harvest(forms, paths, asked)


def values_for(address: Address, sites: Iterable[Site], strangers: Iterable[str] = ()) -> dict[str, list[str]]:
    """For each argument of an address, values it may have: ids of the sites in their order, then what else is given."""
    found: dict[str, list[str]] = {}
    for name, converter in address.arguments:
        ids = [one for site in sites for one in (site.ids_for(name) if converter.startswith("uuid") else site.ids.get(name, []))]
        found[name] = list(dict.fromkeys([*ids, *strangers]))
    return found


def every_path(address: Address, values: dict[str, list[str]]) -> list[str]:
    """Every combination of the values that the address takes."""
    names = [name for name, _converter in address.arguments]
    made = (
        address.path(dict(zip(names, chosen, strict=True))) for chosen in itertools.product(*(values[name] for name in names))
    )
    return [path for path in made if (there := name_of(path.replace("%00", "\x00"))) is not None and there[0] == address.route]
