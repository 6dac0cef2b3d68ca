"""Reads packs, refuses bad ones, and says exactly why."""
