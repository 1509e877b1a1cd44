"""Clients of the other services, with typed values."""
