"""From a link in an email to a session."""
