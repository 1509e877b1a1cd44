"""Live events: from Kafka to many connected readers."""
