"""Parking: a key whose records cannot be handled waits by itself, and is tried again."""
