"""HTTP for every service: problem details, limits, pages, and the client between services."""
