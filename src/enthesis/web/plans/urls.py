"""Addresses of plans: random ids, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.plans import handout, phones, progress_views, run_views, tell_views, views

urlpatterns = [
    path("episodes/<uuid:episode_id>/plan/", views.plan, name="episode_plan"),
    path("episodes/<uuid:episode_id>/plan/change/", views.change, name="change_plan"),
    path("episodes/<uuid:episode_id>/progress/", progress_views.progress, name="episode_progress"),
    path("episodes/<uuid:episode_id>/runs/", run_views.runs, name="episode_runs"),
    path("episodes/<uuid:episode_id>/tell/", tell_views.tell, name="tell_day"),
    path("plans/<uuid:plan_id>/take-back/", tell_views.take_back, name="take_back_event"),
    path("plan-proposals/<uuid:plan_proposal_id>/decide/", views.cosign, name="cosign_plan"),
    path("plans/<uuid:plan_id>/end/", views.end, name="end_plan"),
    path("plans/<uuid:plan_id>/seen/", progress_views.seen, name="seen_events"),
    path("plans/<uuid:plan_id>/message/", progress_views.write, name="write_message"),
    path("plans/<uuid:plan_id>/phone/", phones.link, name="link_phone"),
    path("plans/<uuid:plan_id>/handout/", handout.handout, name="plan_handout"),
    path("plans/<uuid:plan_id>/handout.pdf", handout.pdf, name="handout_pdf"),
    path("phones/<uuid:phone_id>/revoke/", phones.revoke, name="revoke_phone"),
    path("steps/<uuid:step_id>/decide/", progress_views.decide, name="decide_step"),
]
