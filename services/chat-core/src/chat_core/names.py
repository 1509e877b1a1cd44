"""What chat-core is called: itself, and its consumer groups."""

NAME = "chat-core"
COMMANDS_GROUP = "chat-core"
BOOKINGS_GROUP = "chat-core-bookings"
LOCATIONS_GROUP = "chat-core-locations"
SEARCH_GROUP = "chat-core-search"
