"""Where chat-core can be made to end, for the fault suite: between any two steps of its loop."""

from enum import StrEnum


class FaultPoint(StrEnum):
    BEFORE_LOAD = "before-load"
    AFTER_DECIDE = "after-decide"
    INSIDE_TRANSACTION = "inside-transaction"
    AFTER_COMMIT = "after-commit-before-publish"
    BETWEEN_PUBLISHES = "between-publishes"
    AFTER_PUBLISH = "after-publish-before-offset-commit"
