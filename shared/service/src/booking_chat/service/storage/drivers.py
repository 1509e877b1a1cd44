"""The two MongoDB drivers, and the few calls in which they differ (docs/adr/0004)."""

from collections.abc import Awaitable
from inspect import isawaitable
from typing import Any, TypeVar, assert_never, cast

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.asynchronous.mongo_client import AsyncMongoClient

from booking_chat.service.config import MongoDriver

Value = TypeVar("Value")


def make_client(driver: MongoDriver, url: str, **options: Any) -> AsyncMongoClient[dict[str, Any]]:
    """A client of the driver. Raises what PyMongo raises for a URL that cannot be read."""
    match driver:
        case MongoDriver.PYMONGO:
            return AsyncMongoClient(url, **options)
        case MongoDriver.MOTOR:
            # It has the methods of the other one; `awaited` and `given` level those that differ.
            return cast("AsyncMongoClient[dict[str, Any]]", AsyncIOMotorClient(url, **options))
        case _:
            assert_never(driver)


async def awaited(answer: Awaitable[Value]) -> Value:
    """What PyMongo has awaited, and Motor gives at once."""
    found: object = answer
    return await answer if isawaitable(found) else cast("Value", found)


async def given(answer: Value) -> Value:
    """What PyMongo gives at once, and Motor has awaited."""
    return cast("Value", await answer) if isawaitable(answer) else answer
