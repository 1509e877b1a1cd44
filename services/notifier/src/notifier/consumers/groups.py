"""The notifier's consumer groups, and the topics that it uses."""

from booking_chat.contracts.topics import ALERTS, BOOKINGS, DEAD_LETTERS, EVENTS, LOCATIONS

NAME = "notifier"
"""Also the group that publishes alert events."""
PLANNING_GROUP = "notifier-deliveries"
BOOKINGS_GROUP = "notifier-bookings"
LOCATIONS_GROUP = "notifier-locations"
GROUPS = {
    NAME: EVENTS,
    PLANNING_GROUP: EVENTS,
    BOOKINGS_GROUP: BOOKINGS,
    LOCATIONS_GROUP: LOCATIONS,
}
TOPICS = (EVENTS, BOOKINGS, LOCATIONS, ALERTS, DEAD_LETTERS)
