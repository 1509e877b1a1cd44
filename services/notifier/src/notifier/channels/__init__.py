"""One channel per kind of destination."""
