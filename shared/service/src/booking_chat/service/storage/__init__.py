"""MongoDB for every service."""
