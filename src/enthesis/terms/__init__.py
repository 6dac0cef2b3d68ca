"""The words and units everything else shares; no decisions are made here."""
