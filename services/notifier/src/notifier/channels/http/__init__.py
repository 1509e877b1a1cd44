"""HTTP requests to URLs that other people typed in."""
