"""Treatment: doses, phases, progression, running, figures. Pure: dates and answers come in as arguments."""
