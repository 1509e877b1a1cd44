"""Checks of what is stored and said: the promises, recounted on real data."""
