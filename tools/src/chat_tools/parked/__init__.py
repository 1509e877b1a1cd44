"""Bookings that cannot be handled at the moment: set aside, tried again, looked after by people."""
