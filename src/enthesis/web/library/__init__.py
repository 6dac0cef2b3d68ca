"""The exercise library: every exercise of the pack, to be searched and read; nothing about a patient."""
