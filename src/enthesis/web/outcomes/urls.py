"""Addresses of outcomes: random ids, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.outcomes import choose, discharge, entry, events, follow_ups, questionnaires, rates, views

urlpatterns = [
    path("episodes/<uuid:episode_id>/outcomes/", views.outcomes, name="outcomes"),
    path("episodes/<uuid:episode_id>/outcomes/enter/", entry.enter, name="enter_outcome"),
    path("episodes/<uuid:episode_id>/outcomes/asked/", choose.choose, name="choose_measures"),
    path("episodes/<uuid:episode_id>/outcomes/event/", events.note, name="note_event"),
    path("episode-events/<uuid:episode_event_id>/withdraw/", events.withdraw, name="withdraw_event"),
    path("episodes/<uuid:episode_id>/discharge/", discharge.discharge, name="discharge"),
    path("follow-ups/<uuid:follow_up_id>/link/", follow_ups.issue_link, name="follow_up_link"),
    path("follow-ups/", rates.rates, name="follow_up_rates"),
    path("patients/<uuid:patient_id>/e-mail/", follow_ups.word_on_email, name="word_on_email"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/<uuid:clinic_questionnaire_id>/put-away/", questionnaires.put_away, name="put_questionnaire_away"),
]
