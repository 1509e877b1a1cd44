"""The HTTP API: routes and the views that they return."""
