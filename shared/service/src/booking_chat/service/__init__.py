"""Defaults that every service switches on: written once, here."""
