"""What every reader of signed tokens needs, whoever signed them. Pure."""

from typing import Annotated

from joserfc.errors import JoseError
from pydantic import Field

NumericDate = Annotated[float, Field(strict=True, ge=0, lt=253_370_764_800, allow_inf_nan=False)]
"""Seconds since 1970 (RFC 7519), up to the end of the year 9998: a few seconds more or less than
any of these is a time that Python knows. A number, and neither text nor true."""

MALFORMED = (JoseError, ValueError, TypeError, RecursionError)
"""What reading a token may raise: anybody can send one, with a header and JSON of any shape."""
