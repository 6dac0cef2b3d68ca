"""What a clinic may choose: its name, clock, paper, units, setting and lock."""
