"""What is sent, when, and what an attempt changes."""
