"""Kafka for every service: publishing, consuming, and where a consumer goes on."""
