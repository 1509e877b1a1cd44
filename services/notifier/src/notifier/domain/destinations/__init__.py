"""Destinations of alerts: what they are, how they change, what is announced about them."""
