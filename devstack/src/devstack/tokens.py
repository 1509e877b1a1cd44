"""The tokens of the development identity provider: what they say, and with which keys."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from joserfc import jws, jwt
from joserfc.jwk import KeySet, OKPKey, RSAKey

from booking_chat.service.config import DEVELOPMENT_MARK
from devstack.demo_people import Staff

STAFF_ALGORITHM = "RS256"
LINK_ALGORITHM = "Ed25519"
STAFF_LIFETIME = timedelta(hours=12)
LINK_LIFETIME = timedelta(days=90)


def staff_claims(person: Staff, issuer: str, audience: str, now: datetime) -> dict[str, Any]:
    """The claims of a staff token; an account without a name has none of the name claims."""
    names = {"given_name": person.given_name, "family_name": person.family_name}
    return {
        "iss": issuer,
        "aud": audience,
        "sub": person.id,
        **{claim: name for claim, name in names.items() if name},
        "email": person.email,
        "role": person.role,
        "locations": [
            {"id": location.id, "name": location.name, "timeZone": location.time_zone}
            for location in person.locations
        ],
        "iat": int(now.timestamp()),
        "exp": int((now + STAFF_LIFETIME).timestamp()),
    }


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """One key for staff tokens, one for portal links."""

    staff: RSAKey
    links: OKPKey

    def staff_token(self, claims: dict[str, Any]) -> str:
        header = {"alg": STAFF_ALGORITHM, "kid": self.staff.kid}
        return jwt.encode(header, claims, self.staff, algorithms=[STAFF_ALGORITHM])

    def link_token(self, booking_id: str, now: datetime) -> str:
        """What stands behind the `#` of a customer's link."""
        payload = {"bookingId": booking_id, "exp": int((now + LINK_LIFETIME).timestamp())}
        header = {"alg": LINK_ALGORITHM, "kid": self.links.kid}
        return jws.serialize_compact(
            header, json.dumps(payload), self.links, algorithms=[LINK_ALGORITHM]
        )

    def staff_jwks(self) -> Any:
        return KeySet([self.staff]).as_dict(private=False)

    def link_jwks(self) -> Any:
        return KeySet([self.links]).as_dict(private=False)


def load_or_make_keys(folder: Path) -> SigningKeys:
    """Keys of an earlier start, or new ones. They live in `folder` and nowhere else."""
    kept = folder / "keys.json"
    if kept.exists():
        private = json.loads(kept.read_text())
        return SigningKeys(RSAKey.import_key(private["staff"]), OKPKey.import_key(private["links"]))
    keys = SigningKeys(
        staff=RSAKey.generate_key(2048, _parameters(STAFF_ALGORITHM)),
        links=OKPKey.generate_key("Ed25519", _parameters(LINK_ALGORITHM)),
    )
    folder.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(
        json.dumps(
            {
                "staff": keys.staff.as_dict(private=True),
                "links": keys.links.as_dict(private=True),
            }
        )
    )
    return keys


def _parameters(algorithm: str) -> Any:
    return {"kid": f"{DEVELOPMENT_MARK}-{uuid4().hex[:8]}", "use": "sig", "alg": algorithm}
