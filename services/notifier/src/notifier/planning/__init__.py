"""What is to be sent, when, and what then becomes of it: pure decisions."""
