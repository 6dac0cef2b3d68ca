"""Address of the component gallery."""

from __future__ import annotations

from django.urls import path

from enthesis.web.gallery import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
