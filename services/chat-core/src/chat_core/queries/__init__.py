"""What the gateways ask: conversations, inboxes, search, and the live balance."""
