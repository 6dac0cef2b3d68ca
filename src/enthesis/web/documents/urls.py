"""Addresses of an episode's documents: random ids and kinds of documents."""

from __future__ import annotations

from django.urls import path

from enthesis.web.documents import views

urlpatterns = [
    path("episodes/<uuid:episode_id>/documents/", views.documents, name="episode_documents"),
    path("episodes/<uuid:episode_id>/documents/<slug:kind>/", views.draft, name="document_draft"),
    path("documents/<uuid:document_id>/document.docx", views.word_file, name="document_docx"),
    path("documents/<uuid:document_id>/document.md", views.markdown_file, name="document_md"),
]
