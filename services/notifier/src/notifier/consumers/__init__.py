"""Handlers of Kafka topics."""
