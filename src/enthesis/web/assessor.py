"""The pack in use and its assessor, as the edges know it; it lives where actions can reach it too."""

from enthesis.actions.assessor import (
    PACK,
    Knowledge,
    borrow_drafting,
    borrow_knowledge,
    get_knowledge,
    warm,
    warm_in_background,
)

__all__ = ["PACK", "Knowledge", "borrow_drafting", "borrow_knowledge", "get_knowledge", "warm", "warm_in_background"]
