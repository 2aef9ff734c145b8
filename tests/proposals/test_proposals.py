"""Which links are proposed, and which are not, on tables small enough to judge by eye."""

from __future__ import annotations

import pytest

from pipeline.proposals import ProposalRules
from tests.proposals.reading import ask, proposed, rows_of

# Two profiles that share a phone: only the names decide.
SAME_PHONE = [
    ("García López, Ana", "Ana García López", "same name, same phone"),
    ("ÁNGEL MUÑOZ GIL", "angel munoz gil", "same name, same phone"),
    ("Ana García López", "Ana López García", "same surnames in other order, same phone"),
    ("Ana García López", "García López Ana", "same name in other order, same phone"),
    ("Ana García López", "Ana López", "same name with a part missing, same phone"),
    ("José García López", "Pepe García López", "same name with a nickname, same phone"),
    ("Francisco Gil Ruiz", "Paco Gil Ruiz", "same name with a nickname, same phone"),
    ("William Smith", "Bill Smith", "same name with a nickname, same phone"),
    ("Mª Carmen Gil", "María Carmen Gil", "same name with a nickname, same phone"),
    ("Ana Etxeberria Gil", "Ana Echeverria Gil", "same name but for a misspelling, same phone"),
    ("Ana Bilbao Gil", "Ana Vilbao Gil", "same name but for a misspelling, same phone"),
    ("Ana Zubieta Gil", "Ana Zubeita Gil", "same name but for a misspelling, same phone"),
    ("Ana Gil Zubieta", "A. Gil Zubieta", "same name with an initial, same phone"),
    ("Sr. D. Juan de la Fuente Gil", "juan fuente gil", "same name, same phone"),
    ("Ana O'Hara", "Ana O`Hara", "same name, same phone"),
]


@pytest.mark.parametrize(("known", "asking", "reason"), SAME_PHONE)
def test_two_ways_to_write_a_name_are_one(known: str, asking: str, reason: str) -> None:
    rows = rows_of(f"""
        1 crm     | {known}  | -        | +34600123456 | -
        2 support | {asking} | -        | +34600123456 | -
    """)
    assert proposed(rows) == {(1, 2): reason}


HOUSEHOLD = [
    ("Ana García López", "Luis García López"),  # sister and brother
    ("Ana García López", "Pedro Ruiz Gil"),  # a couple
    ("María García López", "Mario García López"),  # one letter, two people
    ("Marina García López", "Martina García López"),  # two common names, one letter apart
    ("Daniel Gil Ruiz", "Daniela Gil Ruiz"),
    ("José García López", "José García Ruiz"),  # father and son
    ("Ana Gil", "A. Ruiz"),
    ("Luis Lamarca", "L. Luis Ruiz"),
]


@pytest.mark.parametrize(("one", "other"), HOUSEHOLD)
def test_a_household_is_not_one_person_whatever_it_shares(one: str, other: str) -> None:
    rows = rows_of(f"""
        1 crm     | {one}   | casa@x.es | +34911234567 | 28001
        2 support | {other} | casa@x.es | +34911234567 | 28001
    """)
    assert proposed(rows) == {}
    assert ask(rows, "select is_conflict from identity.proposal_scores") == [{"is_conflict": True}]


def test_of_a_household_the_right_one_is_proposed() -> None:
    rows = rows_of("""
        1 crm     | Ana García López  | ana@x.es  | +34911234567 | 28001
        2 crm     | Luis García López | luis@x.es | +34911234567 | 28001
        3 support | luis garcia       | -         | +34911234567 | -
    """)
    assert proposed(rows) == {(2, 3): "same name with a part missing, same phone"}


def test_a_namesake_is_not_proposed_on_the_name_alone() -> None:
    rows = rows_of("""
        1 crm     | Zenobia Urkullu Etxano | z@x.es | +34600000001 | 48001
        2 support | Zenobia Urkullu Etxano | -      | -            | -
    """)
    assert proposed(rows) == {}


def test_a_namesake_with_another_phone_address_and_place_is_not_proposed() -> None:
    rows = rows_of("""
        1 crm     | Ana García López | ana@x.es     | +34600000001 | 28001
        2 support | Ana García López | agarcia@y.es | +34699999999 | 41001
    """)
    assert proposed(rows) == {}


def test_two_equally_good_partners_are_none() -> None:
    rows = rows_of("""
        1 crm     | Ana García López | - | +34600123456 | -
        2 crm     | Ana García López | - | +34600123456 | -
        3 support | Ana García López | - | +34600123456 | -
    """)
    assert proposed(rows, ProposalRules(threshold=0.51)) == {}


def test_the_better_of_two_partners_is_proposed_when_it_is_far_better() -> None:
    rows = rows_of("""
        1 crm     | Ana García López | ana@x.es | +34600123456 | 28001
        2 crm     | Ana García       | -        | +34600123456 | -
        3 support | Ana García López | ana@x.es | +34600123456 | 28001
    """)
    assert list(proposed(rows)) == [(1, 3)]


def test_proposals_do_not_chain() -> None:
    # 2 could be 3 and 3 could be 4; each would be proposed alone.
    chain = rows_of("""
        2 crm     | Ana Gil Zubieta | ana@x.es | +34600123456 | -
        3 support | Ana Gil Zubieta | ana@x.es | +34600123456 | -
        4 web     | Ana Gil Zubieta | ana@x.es | -            | -
    """)
    assert list(proposed(chain[:2])) == [(2, 3)]
    assert list(proposed(chain[1:])) == [(3, 4)]
    assert list(proposed(chain)) == [(2, 3)]


def test_profiles_of_one_source_are_never_proposed_to_each_other() -> None:
    rows = rows_of("""
        1 crm | Ana Gil Zubieta | ana@x.es | +34600123456 | 28001
        2 crm | Ana Gil Zubieta | ana@x.es | +34600123456 | 28001
    """)
    assert proposed(rows) == {}


def test_a_shared_inbox_says_less_the_more_share_it() -> None:
    score = "select score from identity.proposal_scores where left_no = 1 and right_no = 2"
    pair = """
        1 crm     | - | ventas@x.es | - | -
        2 support | - | ventas@x.es | - | -
    """
    alone = ask(rows_of(pair), score)[0]["score"]
    others = "".join(f"\n{number} crm | - | ventas@x.es | - | -" for number in range(3, 10))
    shared = ask(rows_of(pair + others), score)[0]["score"]
    # log2(0.5 / 0.1) + log2(10,000), rounded; with eight holders three points less.
    assert (alone, shared) == (15.59, 12.59)


def test_a_score_is_the_sum_of_its_points() -> None:
    rows = rows_of("""
        1 crm     | Ana Gil | ana@x.es | +34600123456 | 28001
        2 support | Ana Gil | ana@y.es | +34600123456 | 28099
    """)
    # Words: 2 x (-0.2 + log2(1001 / 2)); name 0; e-mail -1.6 + 10 at most; phone 0.6 +
    # log2(10,000); postcode near 0. In all 17.53 + 8.4 + 13.89.
    assert ask(rows, "select score, reason from identity.proposals") == [
        {
            "score": 39.82,
            "reason": "same name, same e-mail but for the domain, same phone, postcode near",
        }
    ]


def test_an_initial_has_its_two_points_however_rare_the_word() -> None:
    rows = rows_of("""
        1 crm     | Ana Zubieta | ana@x.es | - | -
        2 support | Ana Z.      | ana@x.es | - | -
    """)
    # Ana -0.2 + log2(1001 / 2), Z. 2, e-mail 2.3 + log2(10,000): 8.767 + 2 + 15.588.
    assert ask(rows, "select score from identity.proposals") == [{"score": 26.35}]


def test_the_probability_is_that_of_score_and_prior() -> None:
    rows = rows_of("""
        1 crm     | Ana | -        | +34600123456 | 28001
        2 support | Ana | -        | +34600123456 | 28001
    """)
    # One word: 0.9 log2 odds fewer would do; prior -1 - log2(10,000) = -14.29.
    found = ask(rows, "select * from identity.proposals")
    assert len(found) == 1
    odds = 2 ** (float(str(found[0]["score"])) - 14.29)
    assert found[0]["probability"] == pytest.approx(odds / (1 + odds), abs=1e-6)


def test_a_key_that_too_many_share_makes_no_pair_and_is_listed() -> None:
    rows = rows_of("""
        1 crm     | - | - | +34911234567 | -
        2 crm     | - | - | +34911234567 | -
        3 support | - | - | +34911234567 | -
        4 support | - | - | +34911234567 | -
    """)
    rules = ProposalRules(most_pairs_of_a_key=3)
    assert ask(rows, "from identity.proposal_candidates", rules) == []
    assert ask(rows, "from identity.proposal_key_pairs", rules) == [
        {"rule": "phone", "key": "+34911234567", "pairs": 4, "is_wide": True}
    ]


def test_two_spellings_that_many_have_are_two_names() -> None:
    pair = """
        1 crm     | Ana Zubiri Olano | - | +34600123456 | -
        2 support | Ana Zubiry Olano | - | +34600123456 | -
    """
    bearers = "".join(
        f"\n{number} crm | {name} | - | - | -"
        for number, name in enumerate(["Zubiri"] * 4 + ["Zubiry"] * 5, start=3)
    )
    assert list(proposed(rows_of(pair))) == [(1, 2)]
    assert list(proposed(rows_of(pair + bearers))) == []


@pytest.mark.parametrize("rows", [[], rows_of("1 crm | Ana Gil | - | - | -")])
def test_nobody_and_somebody_alone_have_no_proposal(rows: list) -> None:  # type: ignore[type-arg]
    assert proposed(rows) == {}
