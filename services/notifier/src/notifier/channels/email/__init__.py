"""Email: content, rendering, SMTP."""
