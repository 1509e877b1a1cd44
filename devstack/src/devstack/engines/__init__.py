"""MongoDB and Kafka as processes of this machine, for `make run` and for tests without Docker."""
