"""Did it work: measures over time, events, follow-ups, the discharge, the clinic's questionnaires and rates."""
