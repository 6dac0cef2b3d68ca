"""Requests for the clinic's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotInThisState
from enthesis.actions.assessor import settings_on_offer
from enthesis.actions.change_clinic_settings import (
    LONGEST_LOCK_MINUTES,
    SHORTEST_LOCK_MINUTES,
    ClinicSettings,
    change_clinic_settings,
)
from enthesis.records.people import Clinic
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.shell import Shell, build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

FIELDS = ("name", "time_zone", "country", "paper", "units", "setting", "address", "telephone", "lock_after_minutes")


class SettingsForm(forms.Form):
    """What a clinic may choose."""

    name = forms.CharField(label=gettext_lazy("Name of the clinic"), max_length=120)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Printed on notes and letters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=gettext_lazy("Country"),
        required=False,
        help_text=gettext_lazy("Two letters, for instance AT or US: how dates and times are written."),
        error_messages={"invalid": gettext_lazy("Write two letters, for instance AT or US.")},
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=[("a4", "A4"), ("letter", "US Letter")])
    units = forms.ChoiceField(label=gettext_lazy("Units"), choices=[("metric", "kg, cm, km"), ("imperial", "lb, in, miles")])
    setting = forms.ChoiceField(
        label=gettext_lazy("Setting"), help_text=gettext_lazy("How common each source is before the examination.")
    )
    lock_after_minutes = forms.IntegerField(
        label=gettext_lazy("Lock the screen after, minutes"),
        min_value=SHORTEST_LOCK_MINUTES,
        max_value=LONGEST_LOCK_MINUTES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["time_zone"]
        zone.choices = [(name, name.replace("_", " ")) for name in sorted(available_timezones())]
        setting: Any = self.fields["setting"]
        setting.choices = list(settings_on_offer().items())


@dataclass(frozen=True)
class SettingsPage:
    """The clinic's settings."""

    shell: Shell
    form: forms.Form
    fault: str
    now: str
    """What the clinic's clock shows, to check the time zone by."""


@staff_page
def clinic_settings(request: Any) -> HttpResponse:
    """GET: the settings. POST: write them."""
    check_can(request.actor.role, Permission.MANAGE_CLINIC)
    clinic: Clinic = request.membership.clinic
    fault = ""
    form = (
        SettingsForm(request.POST) if request.method == "POST" else SettingsForm(initial={f: getattr(clinic, f) for f in FIELDS})
    )
    if form.is_bound and form.is_valid():
        wanted = {**form.cleaned_data, "country": form.cleaned_data["country"].upper()}
        try:
            change_clinic_settings(request.actor, ClinicSettings(**wanted))
        except NotInThisState as error:
            fault = str(error)
        else:
            messages.success(request, _("The settings are saved."))
            return HttpResponseRedirect(reverse("clinic_settings"))
    elif form.is_bound:
        fault = _("Some fields need another look; nothing was changed yet.")
    time = ClinicTime(clinic)
    page = SettingsPage(build_shell(request, "clinic_settings"), form, fault, time.when(time.now()))
    return render_page(request, "clinic_settings/settings.html", page)
