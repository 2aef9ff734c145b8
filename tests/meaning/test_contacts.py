"""E-mail addresses and phone numbers: which texts are one."""

from __future__ import annotations

import pytest

from pipeline.meaning.contacts import normal_email, normal_phone
from tests.spec.stories import BUYING, ask

PEOPLE = (
    "select list(event order by event) from identity.person_events "
    "inner join identity.event_bundles using (event_key) "
    "inner join staging.events using (event_id) group by person_key order by min(event)"
)

EMAILS = [
    ("ana@correo.es", "ana@correo.es"),
    ("  Ana@Correo.ES \t", "ana@correo.es"),
    ("ana@correo.es\u00a0", "ana@correo.es"),  # a blank that does not break
    ("\ufeffana@cor\u200breo.es", "ana@correo.es"),  # a byte-order mark, a blank without width
    ("an\u00ada@correo.es", "ana@correo.es"),  # a hyphen that is not shown
    ("\u202aana@correo.es\u202c", "ana@correo.es"),  # marks of the direction of writing
    ("\uff41na\uff20correo.es", "ana@correo.es"),  # letters of full width
    ("mun\u0303oz@x.es", "muñoz@x.es"),  # n and a tilde
    ("STRASSE@x.de", "strasse@x.de"),
    ("straße@x.de", "strasse@x.de"),
    ("ana.perez+tienda@x.es", "ana.perez+tienda@x.es"),  # dots and tags may matter
    (" \u200b ", None),
]
PHONES = [
    ("600 12 34 56", "ES", "+34600123456"),
    ("600-123-456", "ES", "+34600123456"),
    ("(600) 12.34.56", "ES", "+34600123456"),
    ("+34 600 123 456", "ES", "+34600123456"),
    ("0034600123456", "ES", "+34600123456"),
    ("34600123456", "ES", "+34600123456"),
    ("\uff16\uff10\uff10 123456", "ES", "+34600123456"),  # digits of full width
    ("600\u00a0123\u2011456", "ES", "+34600123456"),
    ("91 123 45 67", "ES", "+34911234567"),
    ("911234567 ext. 12", "ES", "+34911234567"),
    ("020 7946 0958", "GB", "+442079460958"),
    ("+44 (0)20 7946 0958", "ES", "+442079460958"),  # what it says of itself counts
    ("12345", "ES", "12345"),  # no number of Spain: as written
    ("600 12 34 56", None, "600123456"),
    ("+34 600-12.34/56", None, "+34600123456"),
    ("0034600123456", None, "0034600123456"),
    ("3.46E+10", "ES", None),  # what a spreadsheet made of it
    ("3,46E+10", None, None),
    ("n/a", "ES", None),
    ("unknown", None, None),
    (" ", None, None),
]


@pytest.mark.parametrize(("written", "normal"), EMAILS)
def test_an_address_has_one_form(written: str, normal: str | None) -> None:
    assert normal_email(written) == normal


@pytest.mark.parametrize(("written", "country", "normal"), PHONES)
def test_a_number_has_one_form(written: str, country: str | None, normal: str | None) -> None:
    assert normal_phone(written, country) == normal


@pytest.mark.parametrize(("written", "country"), [(w, c) for w, c, n in PHONES if n])
def test_the_form_of_a_form_is_itself(written: str, country: str | None) -> None:
    once = normal_phone(written, country)
    assert once is not None
    assert normal_phone(once, country) == once


STORY = """
    -  10:00  a  phone=600~12~34~56
    -  10:01  b  phone=+34600123456
    -  10:02  c  phone=n/a
    -  10:03  d  phone=n/a           email=d@x.es
    -  10:04  e  email=D@X.es\u200b
"""


def test_with_a_country_numbers_with_and_without_its_code_are_one_person() -> None:
    with_country = '[locale]\ncountry = "ES"\n' + BUYING
    assert ask(STORY, PEOPLE, with_country) == [["a", "b"], ["d", "e"]]


def test_without_a_country_they_are_two() -> None:
    assert ask(STORY, PEOPLE) == [["a"], ["b"], ["d", "e"]]


def test_what_is_no_number_identifies_nobody() -> None:
    unknown = "select rows from marts.quality where measure = 'no_identifier' and source = 'web'"
    assert ask(STORY, unknown) == [1]
