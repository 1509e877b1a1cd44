"""History told again: from the command log to prove it, from the store to restore it."""
