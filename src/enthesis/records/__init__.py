"""What a clinic remembers: people, patients, episodes of care, encounters, what was observed, and who did what."""
