"""After a restore: what was lost comes back from the event log, and what cannot is said."""
