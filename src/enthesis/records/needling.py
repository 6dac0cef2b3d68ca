"""Needling: who may do it, what the patient agreed to, what was asked and decided, and every needle.

What was observed is an entry of the visit, added and never overwritten, as every other entry is. A session ties the entries together
and carries what its signature stands for; the database refuses a signed one that is incomplete (`guards`, and the constraint here).
What follows a session (events, checks) is in `needling_after`.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from enthesis.records.entries import PAIN_0_10, Entry
from enthesis.records.isolation import ClinicOwned

YES_NO_UNKNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not recorded")]
AT_LEAST_0 = (MinValueValidator(0.0),)
FRACTION = (MinValueValidator(0.0), MaxValueValidator(1.0))


class NeedlingLicence(ClinicOwned):
    """A therapist's licence and training in needling as they were filed. The newest row of a person stands; none is rewritten."""

    person = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Whose it is (person).")
    person_id: uuid.UUID
    jurisdiction = models.CharField(
        max_length=40, help_text="Who issued the licence: id of the jurisdiction, for instance us-nc."
    )
    number = models.CharField(max_length=60, blank=True, default="", help_text="Number of the licence.")
    expires_on = models.DateField(null=True, help_text="Last day on which it is good; empty: not recorded.")
    unrestricted = models.BooleanField(null=True, help_text="Neither provisional nor limited; empty: not recorded.")
    held_since = models.DateField(null=True, help_text="First day of the licence; empty: not recorded.")
    training_attested = models.BooleanField(
        null=True, help_text="The person attests the competence and keeps proof of it; empty: not recorded."
    )
    training_hours = models.FloatField(
        null=True, validators=AT_LEAST_0, help_text="Hours of training in needling attended in person; empty: not recorded."
    )
    supervised_sessions = models.PositiveIntegerField(
        null=True, help_text="Supervised sessions of needling; empty: not recorded."
    )
    proof = models.CharField(max_length=500, blank=True, default="", help_text="Which course, by whom, and where proof is kept.")
    filed_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who filed it (person).")
    filed_at = models.DateTimeField(help_text="When it was filed.")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "person", "-filed_at"], name="licence_by_person")]


class ConsentSigner(models.TextChoices):
    """Who signed."""

    PATIENT = "patient", "The patient"
    PARENT = "parent", "A parent or guardian"
    REPRESENTATIVE = "representative", "A legal representative"


class NeedlingConsent(ClinicOwned):
    """Consent to needling as it was given. Never rewritten: what is added later is a row that replaces this one."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="needling_consents")
    patient_id: uuid.UUID
    form_version = models.CharField(max_length=20, help_text="Version of the text that was signed.")
    pack_digest = models.CharField(max_length=64, help_text="Digest of the knowledge that held the text.")
    signed_on = models.DateField(help_text="The day it was signed.")
    signed_by = models.CharField(max_length=14, choices=ConsentSigner.choices, help_text="Who signed.")
    signer_name = models.CharField(max_length=160, help_text="Name of who signed.")
    copy_given_on = models.DateField(
        null=True, help_text="The day the patient was given a copy; empty: not given, or not recorded."
    )
    parent_consent_on = models.DateField(
        null=True, help_text="The day a parent's consent was written, or given otherwise and documented; empty: none."
    )
    parent_name = models.CharField(max_length=160, blank=True, default="", help_text="Name of the parent or guardian.")
    assent = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="What a young person says for themself."
    )
    note = models.CharField(max_length=500, blank=True, default="", help_text="Remark in the recorder's words.")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaces_id: uuid.UUID | None
    recorded_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "patient", "-recorded_at"], name="needling_consent_by_patient")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(signer_name=""), name="needlingconsent_has_a_name"),
        ]


class NeedlingWithdrawal(ClinicOwned):
    """Consent taken back. It needs no reason, and nothing undoes it: to go on, somebody signs anew."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    patient_id: uuid.UUID
    consent = models.OneToOneField(
        NeedlingConsent, on_delete=models.PROTECT, related_name="withdrawal", help_text="What is taken back (needling_consent)."
    )
    consent_id: uuid.UUID
    said_by = models.CharField(max_length=14, choices=ConsentSigner.choices, help_text="Who took it back.")
    words = models.CharField(max_length=500, blank=True, default="", help_text="In their words.")
    withdrawn_at = models.DateTimeField(help_text="When it was taken back.")
    recorded_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")


class NeedlingStatus(models.TextChoices):
    """Where a session stands. The allowed steps are in `access.policies`."""

    PLANNED = "planned", "Planned"
    BEGUN = "begun", "Begun"
    AWAITING_COSIGNATURE = "awaiting_cosignature", "Waits for co-signature"
    SIGNED = "signed", "Signed"
    NOT_DONE = "not_done", "Not done"


SETTLED = (NeedlingStatus.SIGNED, NeedlingStatus.NOT_DONE)
UNDER_SIGNATURE = (NeedlingStatus.SIGNED, NeedlingStatus.AWAITING_COSIGNATURE)


class NeedlingSession(ClinicOwned):
    """The needling of one visit. Its own columns hold what the signature stands for; all else is in the entries of the visit."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="needling_sessions")
    encounter = models.OneToOneField("records.Encounter", on_delete=models.PROTECT, related_name="needling")
    patient_id: uuid.UUID
    encounter_id: uuid.UUID
    status = models.CharField(max_length=24, choices=NeedlingStatus.choices, default=NeedlingStatus.PLANNED)
    made_at = models.DateTimeField(help_text="When it was first thought of.")
    begun_at = models.DateTimeField(null=True, help_text="When the gate was open and needling began; empty: it did not.")
    consent = models.ForeignKey(
        NeedlingConsent,
        on_delete=models.PROTECT,
        null=True,
        related_name="sessions",
        help_text="The consent it rests on (needling_consent); empty: it has not begun.",
    )
    consent_id: uuid.UUID | None
    verdict = models.CharField(max_length=20, blank=True, default="", help_text="What the gate said when it was signed.")
    unanswered = models.PositiveSmallIntegerField(
        null=True, help_text="Items of the screen without a yes or a no when it was signed; empty: not signed."
    )
    needles_in = models.PositiveSmallIntegerField(null=True, help_text="Needles opened, as signed; empty: not signed.")
    needles_out = models.PositiveSmallIntegerField(
        null=True, help_text="Needles counted into the sharps container, as signed; empty: not signed."
    )
    settled_at = models.DateTimeField(null=True, help_text="When it was signed, or put down as not done; empty: neither.")
    not_done_because = models.CharField(max_length=500, blank=True, default="", help_text="Why nobody was needled.")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "status"], name="needling_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=UNDER_SIGNATURE)
                | (
                    models.Q(verdict="allowed", unanswered=0, needles_in__gt=0, needles_in=models.F("needles_out"))
                    & models.Q(begun_at__isnull=False, consent__isnull=False, settled_at__isnull=False)
                    # A condition that is unknown passes a check: say that nothing in it is.
                    & models.Q(unanswered__isnull=False, needles_in__isnull=False, needles_out__isnull=False)
                ),
                name="no_incomplete_needling_is_signed",
            ),
        ]


class NeedlingDecision(ClinicOwned):
    """What the gate said when it was asked, with every reason as it stood: rule, sentence, citation and version."""

    session = models.ForeignKey(
        NeedlingSession, on_delete=models.PROTECT, related_name="decisions", help_text="The session (needling_session)."
    )
    session_id: uuid.UUID
    asked_for = models.CharField(
        max_length=8, choices=[("begin", "To begin"), ("sign", "To sign"), ("cosign", "To co-sign")], help_text="What for."
    )
    verdict = models.CharField(max_length=20, help_text="allowed, blocked or override_possible.")
    reasons = models.JSONField(help_text="Every reason as it stood (JSON list), gravest first.")
    facts = models.JSONField(help_text="What the gate was told (JSON).")
    jurisdiction = models.CharField(max_length=160, help_text="Name of the jurisdiction it was asked for.")
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64, help_text="Digest of the knowledge it was asked with.")
    asked_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who asked (person).")
    asked_at = models.DateTimeField(help_text="When it was asked.")


class NeedlingSignature(ClinicOwned):
    """Who put their name under a session, when, and the digest of what they signed."""

    session = models.ForeignKey(
        NeedlingSession, on_delete=models.PROTECT, related_name="signatures", help_text="The session (needling_session)."
    )
    session_id: uuid.UUID
    person = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=220)
    is_cosignature = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)


class NeedlingEntry(Entry):
    """An entry of a session. Locked with the visit, and with the session's own signature."""

    class Meta(Entry.Meta):
        abstract = True

    @property
    def content(self) -> dict[str, Any]:
        """What was recorded, in JSON's own types, without who and when."""
        found = {name: getattr(self, name) for name in self.content_fields}
        return {name: str(value) if _is_not_json(value) else value for name, value in found.items()}


def _is_not_json(value: Any) -> bool:
    """A date or an id."""
    return hasattr(value, "isoformat") or isinstance(value, uuid.UUID)


class NeedlingPlan(NeedlingEntry):
    """What is meant to be needled, how, and by whom. Key: plan."""

    technique = models.CharField(max_length=40, blank=True, default="", help_text="Id of the technique; empty: not recorded.")
    sites = models.JSONField(default=list, blank=True, help_text="Muscles and sides (JSON list of id and side).")
    needled_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who holds the needle (person)."
    )
    needled_by_id: uuid.UUID
    in_plan_of_care = models.BooleanField(null=True, help_text="Whether it stands in the plan of care; empty: not recorded.")
    referral = models.CharField(
        max_length=12,
        choices=[
            ("told", "Whoever referred was told"),
            ("not_told", "Not told"),
            ("no_referral", "Came without a referral"),
            ("unknown", "Not recorded"),
        ],
        default="unknown",
        help_text="Whether whoever referred the patient was told.",
    )
    content_fields = ("technique", "sites", "needled_by_id", "in_plan_of_care", "referral")


class NeedlingScreen(NeedlingEntry):
    """The screen of the day. It is asked anew each day and never copied. Key: screen."""

    asked_on = models.DateField(help_text="The clinic's day it was asked on.")
    answers = models.JSONField(default=dict, blank=True, help_text="yes, no or unknown by item (JSON); an absent one is unknown.")
    pack_version = models.CharField(max_length=40, blank=True, default="")
    content_fields = ("asked_on", "answers", "pack_version")


class NeedlingOverride(NeedlingEntry):
    """The written reason to go on in spite of one rule. Its key is the rule's id; without a reason it is taken back."""

    reason = models.CharField(max_length=1000, blank=True, default="")
    medical_advice = models.CharField(
        max_length=500, blank=True, default="", help_text="Which physician advised it, and when; empty: none."
    )
    content_fields = ("reason", "medical_advice")


class NeedlingInsertion(NeedlingEntry):
    """One needle in one place. A twitch is logged and is no sign of success. A slip is struck out, never removed."""

    site = models.CharField(max_length=60, help_text="Id of the muscle.")
    side = models.CharField(
        max_length=5, choices=[("left", "Left"), ("right", "Right"), ("", "Not recorded")], blank=True, default=""
    )
    landmark = models.CharField(max_length=200, blank=True, default="", help_text="Where, by what can be felt.")
    gauge_mm = models.FloatField(null=True, blank=True, validators=AT_LEAST_0, help_text="Diameter in mm; empty: not recorded.")
    length_mm = models.FloatField(null=True, blank=True, validators=AT_LEAST_0, help_text="Length in mm; empty: not recorded.")
    lot = models.CharField(max_length=60, blank=True, default="", help_text="Lot of the needle.")
    lot_expires_on = models.DateField(null=True, blank=True, help_text="Last day of the lot; empty: not recorded.")
    depth_mm = models.FloatField(null=True, blank=True, validators=AT_LEAST_0, help_text="Depth in mm; empty: not recorded.")
    passes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How often it was moved; empty: not recorded.")
    twitches = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Twitches seen or felt; empty: not recorded.")
    pain_quality = models.CharField(
        max_length=12,
        choices=[
            ("none", "None"),
            ("dull_ache", "Dull ache"),
            ("familiar", "The familiar pain"),
            ("sharp", "Sharp"),
            ("electric", "Electric"),
            ("burning", "Burning"),
            ("unknown", "Not recorded"),
        ],
        default="unknown",
        help_text="What it felt like, in the patient's words.",
    )
    dwell_s = models.FloatField(
        null=True, blank=True, validators=AT_LEAST_0, help_text="Seconds it stayed in; empty: not recorded."
    )
    stimulation = models.CharField(
        max_length=12,
        choices=[("none", "None"), ("manual", "By hand"), ("electrical", "Electrical"), ("unknown", "Not recorded")],
        default="unknown",
        help_text="Whether the needle was stimulated.",
    )
    point_view = models.CharField(max_length=20, blank=True, default="", help_text="View of the body chart; empty: not marked.")
    point_x = models.FloatField(
        null=True, blank=True, validators=FRACTION, help_text="Across the chart, 0 to 1; empty: not marked."
    )
    point_y = models.FloatField(
        null=True, blank=True, validators=FRACTION, help_text="Down the chart, 0 to 1; empty: not marked."
    )
    note = models.CharField(max_length=500, blank=True, default="")
    struck_out = models.BooleanField(default=False, help_text="true: it was written by mistake and does not count.")
    content_fields = (
        *("site", "side", "landmark", "gauge_mm", "length_mm", "lot", "lot_expires_on", "depth_mm", "passes", "twitches"),
        *("pain_quality", "dwell_s", "stimulation", "point_view", "point_x", "point_y", "note", "struck_out"),
    )


class NeedlingClose(NeedlingEntry):
    """The count of the needles and the response before the patient left. Key: close."""

    needles_in = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Needles opened; empty: not counted.")
    needles_out = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Needles counted into the sharps container; empty: not counted."
    )
    ended_at = models.DateTimeField(help_text="When the last needle was out, or was counted.")
    pain_before_0_10 = models.FloatField(null=True, blank=True, validators=PAIN_0_10, help_text="Pain before, 0 to 10.")
    pain_after_0_10 = models.FloatField(null=True, blank=True, validators=PAIN_0_10, help_text="Pain after, 0 to 10.")
    bleeding = models.CharField(max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether it bled.")
    bruising = models.CharField(max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether a bruise was seen.")
    faintness = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether the patient felt faint."
    )
    breathing_normal = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether breathing was normal; asked near the lung."
    )
    strength_and_feeling_normal = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether both were normal; asked near a nerve."
    )
    aftercare_given = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether advice for afterwards was given."
    )
    stopped_because = models.CharField(
        max_length=500, blank=True, default="", help_text="Why it ended early, for instance consent withdrawn; empty: it did not."
    )
    note = models.CharField(max_length=500, blank=True, default="")
    content_fields = (
        *("needles_in", "needles_out", "ended_at", "pain_before_0_10", "pain_after_0_10", "bleeding", "bruising", "faintness"),
        *("breathing_normal", "strength_and_feeling_normal", "aftercare_given", "stopped_because", "note"),
    )


NEEDLING_ENTRIES: dict[str, type[NeedlingEntry]] = {
    "needling_plan": NeedlingPlan,
    "needling_screen": NeedlingScreen,
    "needling_override": NeedlingOverride,
    "needling_insertion": NeedlingInsertion,
    "needling_close": NeedlingClose,
}
"""Kept apart from `entries.ENTRY_MODELS`: no general door records them, only the actions of needling."""
