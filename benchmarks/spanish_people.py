"""Two sources that know some people in common, with everything that makes it hard to see.

In:     how many people, and a seed
Out:    `TwoSources`: rows of identity.profiles for "crm" and "support", and the pairs that are true
Units:  about two thirds of the people are in each source, one third in both
Errors: none
Source: made up. Two surnames; households that share surnames, a phone, a postcode and sometimes an
        address; namesakes; nicknames, accents, misspellings, missing parts, other addresses. The
        shares of each were set before any score was tried and are not fitted to any
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from benchmarks.name_lists import COMMON_SURNAMES, MEN, NICKNAMES, RARE_SURNAMES, WOMEN

_DOMAINS = ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es", "telefonica.net", "icloud.com")
_LETTERS = "abcdefghijlmnopqrstuvyz"


class Profile(NamedTuple):
    """One row of identity.profiles."""

    profile_no: int
    source: str
    name: str | None
    email: str | None
    phone: str | None
    postcode: str | None


@dataclass(frozen=True)
class Someone:
    """A person as they are, before any source wrote them down."""

    forename: str
    surnames: tuple[str, str]
    email: str
    phone: str
    postcode: str
    house_phone: str
    house_email: str


@dataclass
class TwoSources:
    """What the sources hold, and which pairs are one person."""

    profiles: list[Profile] = field(default_factory=list)
    truth: set[tuple[int, int]] = field(default_factory=set)


def two_sources(people: int, seed: int = 1) -> TwoSources:
    """Make `people` people and write them into two sources.

    >>> made = two_sources(300)
    >>> sorted({profile.source for profile in made.profiles}), made == two_sources(300)
    (['crm', 'support'], True)
    """
    dice = Random(seed)  # noqa: S311 - people who do not exist, no secret
    made = TwoSources()
    for someone in _population(dice, people):
        where = dice.choice(("both", "crm", "support"))
        numbers = []
        for source in ("crm", "support"):
            if where in (source, "both"):
                number = len(made.profiles) + 1
                write = _in_crm if source == "crm" else _in_support
                made.profiles.append(write(dice, number, someone))
                numbers.append(number)
        if where == "both":
            made.truth.add((numbers[0], numbers[1]))
    dice.shuffle(made.profiles)
    return made


def _population(dice: Random, people: int) -> list[Someone]:
    population: list[Someone] = []
    while len(population) < people:
        population += _household(dice)
        if dice.random() < 0.01:  # a namesake, half of them around the corner
            twin = dice.choice(population)
            near = twin.postcode if dice.random() < 0.5 else _postcode(dice)
            population.append(_someone(dice, twin.forename, twin.surnames, near))
    return population[:people]


def _household(dice: Random) -> list[Someone]:
    """One to five people: one alone, a couple, a parent with children, or both with children."""
    postcode = _postcode(dice)
    mother = (_surname(dice), _surname(dice))
    father = (_surname(dice), _surname(dice))
    members = [(_forename(dice, WOMEN), mother), (_forename(dice, MEN), father)]
    members += [
        (_forename(dice, dice.choice((WOMEN, MEN))), (father[0], mother[0]))
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3)))
    ]
    kind = dice.random()
    if kind < 0.4:
        members = [dice.choice(members)]
    elif kind < 0.5:
        members.pop(0)
    first = _someone(dice, *members[0], postcode)
    house_phone = _phone(dice, "9") if dice.random() < 0.5 else first.phone
    return [
        _someone(dice, forename, surnames, postcode, house_phone, first.email)
        for forename, surnames in members
    ]


def _someone(
    dice: Random,
    forename: str,
    surnames: tuple[str, str],
    postcode: str,
    house_phone: str | None = None,
    house_email: str | None = None,
) -> Someone:
    email = _email(dice, forename, surnames)
    phone = _phone(dice, "6")
    return Someone(
        forename, surnames, email, phone, postcode, house_phone or phone, house_email or email
    )


def _in_crm(dice: Random, number: int, one: Someone) -> Profile:
    """A careful hand: both surnames, few slips, nearly everything filled in."""
    forename, (first, second) = one.forename, one.surnames
    if dice.random() < 0.15:
        name = f"{first} {second}, {forename}"
    elif dice.random() < 0.1:
        name = f"{forename} {first}"
    else:
        name = f"{forename} {first} {second}"
    name = _slip(dice, name, 0.02)
    return Profile(
        number,
        "crm",
        name.upper() if dice.random() < 0.1 else name,
        _one_of(dice, (0.87, one.email), (0.06, one.house_email)),
        _one_of(dice, (0.65, one.phone), (0.22, one.house_phone)),
        _one_of(dice, (0.92, one.postcode)),
    )


def _in_support(dice: Random, number: int, one: Someone) -> Profile:
    """A form filled in a hurry: short names, no accents, another address, another phone."""
    name = _hurried_name(dice, one)
    other_email = (
        one.email.split("@")[0] + "@" + dice.choice(_DOMAINS)
        if dice.random() < 0.35
        else _email(dice, one.forename, one.surnames)
    )
    return Profile(
        number,
        "support",
        None if dice.random() < 0.03 else name,
        _one_of(dice, (0.56, one.email), (0.29, other_email), (0.07, one.house_email)),
        _one_of(dice, (0.45, one.phone), (0.17, one.house_phone), (0.16, _phone(dice, "6"))),
        _one_of(dice, (0.42, one.postcode), (0.04, _postcode(dice))),
    )


def _hurried_name(dice: Random, one: Someone) -> str:
    forename, (first, second) = _hurried_forename(dice, one.forename), one.surnames
    form = dice.choices(
        ("{0} {1} {2}", "{0} {1}", "{1} {2} {0}", "{0} {2} {1}", "{0}"), (49, 40, 5, 3, 3)
    )[0]
    name = _slip(dice, form.format(forename, first, second), 0.07)
    if dice.random() < 0.5:
        name = _plain(name)
    return name.lower() if dice.random() < 0.15 else name


def _hurried_forename(dice: Random, forename: str) -> str:
    if forename in NICKNAMES and dice.random() < 0.25:
        return dice.choice(NICKNAMES[forename])
    return f"{forename[0]}." if dice.random() < 0.02 else forename


def _slip(dice: Random, name: str, share: float) -> str:
    """Now and then a letter is lost, doubled, changed or swapped with the next."""
    if len(name) < 4 or dice.random() >= share:
        return name
    at = dice.randrange(1, len(name) - 1)
    return dice.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + dice.choice(_LETTERS) + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        )
    )


def _email(dice: Random, forename: str, surnames: tuple[str, str]) -> str:
    name, first, second = (_plain(part).lower() for part in (forename, *surnames))
    local = dice.choice(
        (
            f"{name}.{first}.{dice.randrange(1_000)}",
            f"{name}{first}{dice.randrange(1_000)}",
            f"{name[0]}{first}{second}{dice.randrange(100)}",
            f"{first}.{second}{dice.randrange(100)}",
            f"{name}{dice.randrange(1_000_000)}",
        )
    )
    return f"{local}@{dice.choice(_DOMAINS)}"


def _one_of(dice: Random, *choices: tuple[float, str]) -> str | None:
    """One of the values with its probability, else None."""
    rest = dice.random()
    for share, value in choices:
        rest -= share
        if rest < 0:
            return value
    return None


def _forename(dice: Random, names: tuple[str, ...]) -> str:
    """One of the names, those at the front of the list more often: the first in one of twelve."""
    return names[int(len(names) * dice.random() ** 1.7)]


def _surname(dice: Random) -> str:
    """Three of five people have a common surname, García one of twenty-five."""
    if dice.random() < 0.6:
        return COMMON_SURNAMES[int(len(COMMON_SURNAMES) * dice.random() ** 2)]
    return dice.choice(RARE_SURNAMES)


def _phone(dice: Random, first: str) -> str:
    return f"+34{first}{dice.randrange(100_000_000):08d}"


def _postcode(dice: Random) -> str:
    return f"{int(52 * dice.random() ** 2) + 1:02d}{int(300 * dice.random() ** 2):03d}"


def _plain(text: str) -> str:
    """Without accents, as people type in a hurry."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
