"""Addresses of the people pages."""

from __future__ import annotations

from django.urls import path

from enthesis.web.people import views

urlpatterns = [
    path("clinic/people/", views.people, name="people"),
    path("clinic/people/<uuid:membership_id>/role/", views.set_role, name="set_role"),
    path("clinic/people/<uuid:membership_id>/end/", views.end, name="end_membership"),
    path("clinic/people/<uuid:membership_id>/renew/", views.renew, name="renew_access"),
    path("clinic/people/invitations/<uuid:invitation_id>/again/", views.issue_again, name="issue_invitation_again"),
    path("clinic/people/invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw_invitation"),
]
