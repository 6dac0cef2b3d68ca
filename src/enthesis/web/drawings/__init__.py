"""The pain drawing of an encounter, and the drawings of an episode beside each other."""
