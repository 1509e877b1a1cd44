"""Records that could not be read: looking at them, sending them again, letting them go."""
