"""What the notifier stores, in a MongoDB database of its own."""
