"""What the notifier keeps, in a MongoDB database of its own."""
