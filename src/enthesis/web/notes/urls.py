"""Addresses of notes and letters: random ids and digests, nothing that tells about a patient."""

from __future__ import annotations

from django.urls import path

from enthesis.web.notes import flag_address, letters, views

__all__ = ["flag_address", "urlpatterns"]

urlpatterns = [
    path("encounters/<uuid:encounter_id>/note/", views.note, name="evaluation_note"),
    path("encounters/<uuid:encounter_id>/note/sentence/", views.sentence, name="note_sentence"),
    path("encounters/<uuid:encounter_id>/note/text/", views.text, name="note_text"),
    path("encounters/<uuid:encounter_id>/note/addendum/", views.addendum, name="note_addendum"),
    path("encounters/<uuid:encounter_id>/note/paper/", views.paper, name="note_paper"),
    path("encounters/<uuid:encounter_id>/note/note.pdf", views.pdf, name="note_pdf"),
    path("encounters/<uuid:encounter_id>/referral/", letters.flags, name="referral_letter"),
    path("encounters/<uuid:encounter_id>/referral/<flag:flag_id>/", letters.letter, name="referral_letter"),
    path("documents/<uuid:document_id>/", letters.document, name="document"),
    path("documents/<uuid:document_id>/paper/", letters.document_paper, name="document_paper"),
    path("documents/<uuid:document_id>/document.pdf", letters.document_pdf, name="document_pdf"),
]
