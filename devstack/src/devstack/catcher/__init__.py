"""Catches what alerts send out, so that it can be looked at: emails and webhooks."""
