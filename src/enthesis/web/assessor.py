"""The packs of the regions and their assessors, as the edges know it; it lives where actions can reach it too."""

from enthesis.actions.assessor import (
    Knowledge,
    borrow_drafting,
    borrow_knowledge,
    get_knowledge,
    warm,
    warm_in_background,
)

__all__ = ["Knowledge", "borrow_drafting", "borrow_knowledge", "get_knowledge", "warm", "warm_in_background"]
