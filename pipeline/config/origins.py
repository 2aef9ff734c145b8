"""Where a source's rows come from: files here or elsewhere, or a query of a database.

In:     the keys of `[[source]]` that say so
Out:    Origin, the part of a source that holds them
Errors: ValueError for two ways in at once, for half of one, and for a password in the file
Rule:   a password never stands in the configuration: the address that has one is the value of a
        variable of the environment, and the configuration names the variable
"""

from __future__ import annotations

import re
from typing import Annotated, Self
from urllib.parse import parse_qs

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.config.files import is_remote

DATABASES = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}
# user:password@, and not a port, whose digits end at a slash.
_USER_WITH_PASSWORD = re.compile(r"://[^/@?#:]*:(?!\d+(?:[/?#]|$))[^@]*@")
_SECRET_OPTIONS = ("password", "passwd", "pwd", "sslpassword")

Name = Annotated[str, Field(min_length=1)]


def database_kind(address: str) -> str:
    """Which program answers at an address.

    >>> database_kind("postgresql://reader@db.example/shop")
    'postgres'
    """
    kind = DATABASES.get(address.partition("://")[0].lower()) if "://" in address else None
    if kind is None:
        known = "postgresql://user@host/name, mysql://user@host/name or sqlite:///file.db"
        raise ValueError(f"this is no address of a database; it should look like {known}")
    return kind


def holds_password(address: str) -> bool:
    """Whether an address says a password aloud.

    >>> holds_password("mysql://ana:secret@host/shop"), holds_password("https://host:8080/a.csv")
    (True, False)
    """
    options = parse_qs(address.partition("?")[2], keep_blank_values=True)
    named = any(option.lower() in _SECRET_OPTIONS for option in options)
    return named or _USER_WITH_PASSWORD.search(address) is not None


def _plain_address(address: str) -> str:
    database_kind(address)
    if holds_password(address):
        raise ValueError(
            "a password stands here; put the whole address into a variable of the environment and "
            'name that: database_env = "SHOP_DB"'
        )
    return address


def _plain_file(name: str) -> str:
    if is_remote(name) and holds_password(name):
        raise ValueError("a password stands here; put it where the host's users keep it: ~/.netrc")
    return name


class Origin(BaseModel):
    """Files, or a query with its database."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: list[Annotated[Name, AfterValidator(_plain_file)]] = Field(default_factory=list)
    sheet: Name | None = None
    query: Name | None = None
    database: Annotated[Name, AfterValidator(_plain_address)] | None = None
    database_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if bool(self.files) == (self.query is not None):
            raise ValueError("a source needs either files, or a query with its database")
        addresses = [self.database, self.database_env]
        given = sum(address is not None for address in addresses)
        if self.query is None and given:
            raise ValueError("a database needs a query")
        if self.query is not None and given != 1:
            raise ValueError(
                "a query needs either database, or database_env, the variable that holds the "
                "database's address"
            )
        return self
