"""How texts are found: folding, terms and queries, all pure."""
