"""The notifier's decisions: pure. Time, ids and randomness are arguments."""
