"""What is set about language, formats, time zone, currency and country.

In:     the table [locale]
Out:    Locale, frozen
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Language = Literal[
    "es", "es_ES", "es_AR", "es_CL", "es_CO", "es_MX", "es_PE", "es_US",
    "en", "en_AU", "en_CA", "en_GB", "en_IE", "en_IN", "en_US",
]  # fmt: skip


# What stands beside the names of time zones in their folder, and means something else elsewhere.
_NO_ZONES = ("posix", "right", "localtime", "posixrules")


def _known_zone(name: str) -> str:
    # Listing all names, to look for one among them, takes a third of a second.
    try:
        is_known = ZoneInfo(name).key.partition("/")[0] not in _NO_ZONES
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of names cannot be read
        is_known = False
    if not is_known:
        raise ValueError(f'{name!r} is not a time zone: write a name such as "Europe/Madrid"')
    return name


def _known_country(code: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 - most files name no country

    if code not in SUPPORTED_REGIONS:
        raise ValueError(f'{code!r} is no country: write its two capitals, such as "ES"')
    return code


TimeZone = Annotated[str, AfterValidator(_known_zone)]
Country = Annotated[str, AfterValidator(_known_country)]


class Locale(BaseModel):
    """Language of the report; zone of days and midnights; currency of money without one.

    A language may be that of a country ("es_MX"), which decides how numbers and dates are written.
    `country` is the country of phone numbers without a country code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language = "en"
    timezone: TimeZone = "UTC"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    country: Country | None = None
