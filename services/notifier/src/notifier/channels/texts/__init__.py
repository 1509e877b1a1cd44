"""What emails and chat alerts say: one catalogue for each language."""
