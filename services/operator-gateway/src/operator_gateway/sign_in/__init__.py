"""How a request becomes an operator: bearer tokens, and browsers that sign in."""
