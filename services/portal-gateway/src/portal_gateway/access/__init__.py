"""What a customer may see and do right now."""
