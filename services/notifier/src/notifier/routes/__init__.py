"""The notifier's HTTP interface, for the gateways."""
