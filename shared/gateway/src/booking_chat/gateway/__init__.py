"""What both gateways share: publishing commands, live events, clients of the other services."""
