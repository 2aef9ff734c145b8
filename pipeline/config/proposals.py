"""What can be set about proposals: the table [proposals], and `profile` of a source.

In:     the keys of [proposals]; the columns in which a source keeps names and postcodes
Out:    Proposals, frozen; the columns that ready-made formats are known to have
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
Note:   off unless asked for: names are compared for no other purpose than this
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PROFILE_PARTS = ("name", "first_name", "last_name", "postcode")
ProfilePart = Literal["name", "first_name", "last_name", "postcode"]

# Labels of an export, then properties as connectors call them; the first that is filled counts.
LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "hubspot": {
        "first_name": ("First Name", "Nombre", "property_firstname", "firstname"),
        "last_name": ("Last Name", "Apellidos", "property_lastname", "lastname"),
        "postcode": ("Postal Code", "Código postal", "property_zip", "zip"),
    },
    "salesforce": {
        "first_name": ("FirstName", "firstname"),
        "last_name": ("LastName", "lastname"),
        "postcode": ("MailingPostalCode", "mailingpostalcode", "PostalCode", "postalcode"),
    },
    # Users of Zendesk are read from their own table.
    "zendesk": {"name": ("name",)},
}


class Proposals(BaseModel):
    """Whether links are proposed, and from which probability on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    threshold: float = Field(default=0.99, gt=0.5, le=1)
