"""What is typed about a patient, an episode, an encounter: read and checked field by field; it stays in the form."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enthesis.actions.register_patient import PatientDetails
from enthesis.records.episodes import EncounterKind
from enthesis.records.patients import Patient, Sex
from enthesis.web.region_choice import region_choices

OLDEST_YEARS = 125
LANGUAGES = (("en", _("English")), ("de", _("German")), ("es", _("Spanish")), ("fr", _("French")), ("it", _("Italian")))


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, 1982-03-14 is typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PatientForm(forms.Form):
    """A person's particulars."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the date as year-month-day, for instance 1982-03-14.")},
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[(s.value, s.label) for s in (Sex.UNKNOWN, Sex.FEMALE, Sex.MALE, Sex.OTHER)]
    )
    record_number = forms.CharField(
        label=_("Record number"), max_length=40, required=False, help_text=_("Of your other record, if there is one.")
    )
    sport = forms.CharField(label=_("Sport"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    preferred_language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    template_fields = (
        *("given_name", "family_name", "birth_date", "sex", "sport", "record_number"),
        *("telephone", "email", "address", "preferred_language"),
    )

    def clean_birth_date(self) -> datetime.date | None:
        """A date in the past, within a lifetime."""
        day: datetime.date | None = self.cleaned_data["birth_date"]
        if day is None:
            return None
        today = datetime.date.today()
        if day > today + datetime.timedelta(days=1):
            raise forms.ValidationError(_("This date is in the future; check the year."))
        if today.year - day.year > OLDEST_YEARS:
            raise forms.ValidationError(_("This date is more than 125 years ago; check the year."))
        return day

    def details(self) -> PatientDetails:
        """What was typed, as the action takes it."""
        given: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for name in self.template_fields}
        given["birth_date"] = self.cleaned_data["birth_date"]
        given["preferred_language"] = given["preferred_language"] or "en"
        return PatientDetails(**given)


def initial_of(patient: Patient) -> dict[str, Any]:
    """A patient's details as the form shows them."""
    return {name: getattr(patient, name) for name in PatientForm.template_fields}


class EpisodeForm(forms.Form):
    """One complaint."""

    complaint = forms.CharField(label=_("What brings the patient, in their own words"), max_length=200)
    affected_side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[("", _("Not recorded")), ("left", _("Left")), ("right", _("Right")), ("both", _("Both"))],
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    """Gone where only one is on offer."""
    start = forms.BooleanField(label=_("Start the evaluation at once"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = region_choices()
        if offered:
            region: Any = self.fields["region"]
            region.choices = [(choice.value, choice.label) for choice in offered]
        else:
            del self.fields["region"]


class StartForm(forms.Form):
    """An encounter to begin."""

    kind = forms.ChoiceField(choices=EncounterKind.choices)
    appointment = forms.UUIDField(required=False)
