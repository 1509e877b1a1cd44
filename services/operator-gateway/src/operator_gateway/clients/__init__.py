"""The other services, with what only staff may ask of them."""
