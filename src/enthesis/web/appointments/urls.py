"""Addresses of appointments. A day may stand in an address; a person may not."""

from __future__ import annotations

from django.urls import path

from enthesis.web.appointments import booking, views

urlpatterns = [
    path("appointments/", views.calendar, name="appointments"),
    path("appointments/new/", booking.book, name="book_appointment"),
    path("appointments/calendar/", views.calendar_link, name="calendar_link"),
    path("appointments/<uuid:appointment_id>/", booking.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/status/", booking.change_status, name="appointment_status"),
    path("appointments/<uuid:appointment_id>/appointment.ics", views.one_entry, name="appointment_file"),
    path("calendar/<str:token>.ics", views.feed, name="calendar_feed"),
]
