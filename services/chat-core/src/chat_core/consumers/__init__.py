"""What chat-core reads from Kafka: commands, and bookings and locations as projections."""
