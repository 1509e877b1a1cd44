"""The HTTP interface: what is asked, whether it is allowed, and who answers."""
