"""Settings whose value stands in a file, as Docker and Kubernetes give secrets.

`BOOKING_CHAT_SESSION_SECRET_FILE=/run/secrets/session` is the same as that file's content in
`BOOKING_CHAT_SESSION_SECRET`, and so for every setting.
"""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

MAX_BYTES = 64 * 1024


class ValuesFromFiles(PydanticBaseSettingsSource):
    """Raises ValueError for a file that cannot be read, and for a setting that is given twice."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        del field
        variable = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        path = os.environ.get(f"{variable}_FILE")
        if not path:
            return None, field_name, False
        if os.environ.get(variable):
            raise ValueError(f"{variable} and {variable}_FILE are both set: give one of them")
        return _content(f"{variable}_FILE", path), field_name, False

    def __call__(self) -> dict[str, Any]:
        values = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, _ = self.get_field_value(field, name)
            if value is not None:
                values[key] = value
        return values


def _content(variable: str, path: str) -> str:
    """Without the line break that editors and `echo` leave at the end."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode()
    except (OSError, UnicodeDecodeError) as error:
        # What stands in the file may be a secret, so only the kind of error is said.
        kind = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ValueError(f"{variable}={path} cannot be read: {kind}") from None
    if len(content) > MAX_BYTES:
        raise ValueError(f"{variable}={path} has more than {MAX_BYTES // 1024} KiB")
    return text.rstrip("\r\n")
