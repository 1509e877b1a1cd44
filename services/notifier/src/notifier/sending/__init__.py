"""Claims due deliveries, attempts them and records the outcome."""
