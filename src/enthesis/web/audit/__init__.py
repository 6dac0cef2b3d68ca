"""The audit, searched by the clinic lead."""
