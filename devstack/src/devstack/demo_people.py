"""The made-up locations, staff and customers of the demo. Nobody here exists."""

from dataclasses import dataclass

from booking_chat.contracts.values import Customer, Switches


@dataclass(frozen=True, slots=True)
class Location:
    """`code` starts the confirmation codes of its bookings; `switches` are what the demo sets."""

    id: str
    name: str
    time_zone: str
    code: str
    switches: Switches
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the staff. An account without a name answers as `Support`."""

    id: str
    given_name: str
    family_name: str
    role: str
    locations: tuple[Location, ...]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Support"

    @property
    def email(self) -> str:
        return f"{self.id}@staff.example"


LISBON = Location(
    id="lisbon-river",
    name="Lisbon River Tours",
    time_zone="Europe/Lisbon",
    code="LIS",
    switches=Switches(portal_enabled=True, support_messaging=True),
    activities=(
        "Sunset sail on the Tagus",
        "Alfama walking tour",
        "Dolphin watching",
        "Tile class",
    ),
)
KYOTO = Location(
    id="kyoto-gardens",
    name="Kyoto Garden Walks",
    time_zone="Asia/Tokyo",
    code="KYO",
    switches=Switches(portal_enabled=True, support_messaging=True),
    activities=(
        "Moss garden at dawn",
        "Tea ceremony",
        "Fushimi lantern walk",
        "Calligraphy lesson",
    ),
)
DENVER = Location(
    id="denver-peaks",
    name="Denver Peak Adventures",
    time_zone="America/Denver",
    code="DEN",
    switches=Switches(portal_enabled=True, support_messaging=False),
    activities=(
        "Red Rocks hike",
        "White-water rafting",
        "Stargazing night",
        "Climbing for beginners",
    ),
)
LOCATIONS = (LISBON, KYOTO, DENVER)

ANA = Staff("staff-ana", "Ana", "Ferreira", "administrator", LOCATIONS)
MARTA = Staff("staff-marta", "Marta", "Costa", "standard", (LISBON,))
KENJI = Staff("staff-kenji", "Kenji", "Mori", "standard", (KYOTO,))
DESK = Staff("staff-desk", "", "", "standard", (KYOTO, DENVER))
STAFF = (ANA, MARTA, KENJI, DESK)

_NAMES = (
    *("Olivia Bennett", "João Carvalho", "Yuki Tanaka", "ليلى حداد", "Lukas Brandt"),
    *("Camille Moreau", "נועה לוי", "Diego Herrera", "Priya Nair", "Chloé Lambert"),
    *("Sofia Rossi", "Ethan Walker", "Mei Lin Zhao", "Anna Kowalska", "Seán O'Brien"),
    *("Ingrid Sørensen", "Mateus Oliveira", "Amara Okafor", "Emil Novák", "Hana Sato"),
    *("Grace Kim", "Tomás Ibáñez", "Nadia Petrova", "Oscar Lindqvist", "Zoë van Dijk"),
)

CUSTOMERS = tuple(
    Customer(
        customer_id=f"customer-{number:02}",
        name=name,
        # One of them booked by telephone and left no address.
        email=None if number == 14 else f"guest{number:02}@example.com",
    )
    for number, name in enumerate(_NAMES, start=1)
)
