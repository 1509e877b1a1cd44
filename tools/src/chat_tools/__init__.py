"""Tools for operators: verify, replay, recover, dead letters, parked bookings."""
