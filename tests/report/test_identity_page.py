"""The page says who is who, how that came about, and how much it decides."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.identity import ROWS_SHOWN, sizes_of
from pipeline.report.model import Page
from pipeline.report.numbers import MISSING
from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from tests.report.company import Journey
from tests.report.identity_rows import COUNTS, EVENTS, MOVED, identity_tables
from tests.report.marts import warehouse


def section(html: str) -> str:
    """The part of the page about identity, on one line."""
    text = html.partition('<section id="identity"')[2].partition("</section>")[0]
    return " ".join(text.split())


@pytest.fixture(scope="module")
def few(made_up: list[Journey]) -> list[Journey]:
    return made_up[:300]


def shown(few: list[Journey], **tables: Any) -> str:  # noqa: ANN401 - rows of marts
    """The section in English, where rows of some marts are others."""
    return section(page_as_html(build_page(read_marts(warehouse(few, **tables)), language="en")))


def test_every_policy_has_its_row_in_every_table_of_a_journey(page: Page) -> None:
    for journey in page.identity.sensitivity:
        assert [row.policy for row in journey.rows] == ["stitched", "live", "none"]
        for row in journey.rows:
            journeys, reached, ended, handoffs = COUNTS[row.policy][journey.journey]
            assert (row.journeys, row.handoffs) == (journeys, handoffs)
            assert row.goal.value == reached / (reached + ended)
            assert row.drop_off.value == ended / (reached + ended)


def test_the_policy_farthest_from_the_report_is_named(page: Page) -> None:
    purchase, support = page.identity.sensitivity
    assert purchase.farthest is not None
    assert support.farthest is not None
    assert (purchase.farthest.policy, purchase.is_decided) == ("none", True)
    assert (support.farthest.policy, support.is_decided) == ("none", False)


def test_the_page_says_how_much_joining_decides(html: str, few: list[Journey]) -> None:
    spanish, english = section(html), shown(few)
    assert "Hay 2.400 personas. Con la política «Nada unido» habría 3.900, y el 40" in spanish
    assert "el 22,7" in spanish
    assert "con la política «Nada unido» sería el 7,4" in spanish
    assert "22.7% reach the goal; under the policy “Nothing joined” it would be 7.4%" in english
    assert "72.7% reach the goal, and no policy takes that out of its interval" in english


def test_a_report_of_one_policy_says_so(few: list[Journey]) -> None:
    tables = identity_tables()
    chosen: dict[str, Any] = {
        name: [row for row in tables[name] if row["is_chosen"]]
        for name in ("identity_policies", "identity_sensitivity")
    }
    text = shown(few, **chosen)
    assert "Only the policy of this report was counted" in text
    assert "would be" not in text


def test_coverage_counts_every_event_once_and_names_every_rule(page: Page, html: str) -> None:
    rows = page.identity.coverage
    assert [row.rule for row in rows] == ["own id", "backfill", "ambiguous", "alone", "nobody"]
    assert sum(row.events for row in rows) == EVENTS == MOVED["none"][2] + 6000
    assert all(sum(row.by_source) == row.events for row in rows)
    assert sum(row.share for row in rows) == pytest.approx(1)
    assert "Por el dispositivo: se supo después de quién era" in section(html)
    assert "own id" not in section(html)


def test_no_size_of_fewer_than_the_limit_is_shown_by_itself(page: Page) -> None:
    sizes = [(size.fewest, size.most, size.people) for size in page.identity.sizes]
    assert sizes == [(1, 1, 1500), (2, 2, 600), (3, None, 300)]


@given(st.dictionaries(st.integers(0, 60), st.integers(1, 30), max_size=12), st.integers(1, 40))
def test_groups_of_sizes_cover_everybody_and_are_large_enough(
    counts: dict[int, int], small: int
) -> None:
    sizes = sizes_of(counts.items(), small)
    assert sum(size.people for size in sizes) == sum(counts.values())
    for size in sizes:
        within = [
            n
            for k, n in counts.items()
            if size.fewest <= k <= (60 if size.most is None else size.most)
        ]
        assert sum(within) == size.people
    assert len(sizes) <= 1 or min(size.people for size in sizes) >= small


def test_refused_links_are_told_by_rule(html: str, few: list[Journey]) -> None:
    assert "Se rechazaron 41 enlaces porque rompen una regla." in section(html)
    assert "Daría dos a una misma persona: Número de cliente" in section(html)
    assert "It would give one person two: Customer id" in shown(few)


def test_busy_identifiers_are_told_without_their_value(html: str) -> None:
    text = section(html)
    assert 'Número de teléfono</th><td class="num">23<td class="num">310' in text
    assert 'Cookie</th><td class="num">&lt; 10<td class="num">77' in text
    assert "beef" not in text


def test_more_rows_than_fit_are_counted(few: list[Journey]) -> None:
    row = identity_tables()["identity_busy"][0]
    rows = [row | {"id_value": f"{number:016x}"} for number in range(ROWS_SHOWN + 3)]
    assert "3 more are in the CSV file." in shown(few, identity_busy=rows)


def test_only_values_of_the_shipped_list_are_shown(html: str) -> None:
    text = section(html)
    assert "Buzón genérico<td>info@<td" in text
    assert "Indicado en la configuración<td>–<td" in text  # noqa: RUF001 - a dash, as printed


def test_nothing_busy_and_nothing_blocked_is_said(few: list[Journey]) -> None:
    db = warehouse(few)
    db.execute("truncate marts.identity_busy")
    db.execute("truncate marts.identity_blocked")
    text = section(page_as_html(build_page(read_marts(db), language="en")))
    assert text.count("None was found.") == 2


def test_who_moves_most_is_in_the_csv_and_not_on_the_page(html: str, folder: Path) -> None:
    with (folder / "tables" / "identity_movers.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["person_id"] == "c0ffee0000000001"
    assert "c0ffee0000000001" not in html
    assert "c0ffee0000000001" not in (folder / "report.json").read_text("utf-8")


def test_the_definitions_tell_the_rules_with_their_limits(html: str) -> None:
    definitions = html.partition('<section id="definitions"')[2]
    assert "visto con más de 10 ids, o un dispositivo visto con más de 5, en 90 días" in definitions
    assert "se cierra la sesión o pasan 21 días" in definitions
    assert "como mucho 30 días atrás" in definitions
    assert "es de un desconocido" in definitions


@pytest.mark.parametrize(
    ("policy", "own", "there", "missing"),
    [
        ("known_only", 0, "queda en el dispositivo", "Un dispositivo nunca une personas"),
        ("none", 0, "Cada evento es de su identificador", "Quién es un mismo cliente"),
        ("live", 1, "lo que se sabía unido en el momento", "Lo hecho antes es del siguiente"),
    ],
)
def test_the_definitions_are_those_of_the_policy(
    few: list[Journey], policy: str, own: int, there: str, missing: str
) -> None:
    (rules,) = identity_tables()["identity_rules"]
    rules |= {"policy": policy, "devices_own": own == 1, "backfill_s": 0.0 if own else 1.0}
    rules["shared_devices"] = "last_login"
    html = page_as_html(build_page(read_marts(warehouse(few, identity_rules=[rules]))))
    definitions = html.partition('<section id="definitions"')[2]
    assert there in definitions
    assert missing not in definitions


def test_the_sample_shows_its_identity(sample_db: duckdb.DuckDBPyConnection) -> None:
    page = build_page(read_marts(sample_db), language="es")
    identity = json.loads(json.dumps(page.identity.coverage, default=lambda row: row.events))
    assert sum(identity) == page.run.events
    chosen = {journey.journey: journey.chosen for journey in page.identity.sensitivity}
    for journey in page.journeys:
        row = chosen[journey.definition.name]
        assert (row.people, row.journeys) == (journey.people, journey.journeys)
        assert row.goal.part == journey.goal.part
        assert row.goal.low == pytest.approx(journey.goal.low)


def test_proposals_are_told_by_what_the_rules_say_of_them(html: str, few: list[Journey]) -> None:
    text = section(html)
    assert "Quiénes podrían ser una misma persona" in text
    rows = [row for row in text.split("<tr>") if row.startswith('<th scope="row">crm ')]
    told = [re.findall(r"<td[^>]*>([^<]*)", row) for row in rows]
    # 196 of the 210 of which the rules are sure; 50 of 54 would tell the four.
    assert [[cell.strip() for cell in row] for row in told] == [
        ["196", "14", "93,3 %", "37"],
        ["50", "&lt; 10", MISSING, "&lt; 10"],
    ]
    rules = identity_tables()["identity_rules"][0]
    off = shown(few, identity_rules=[rules | {"is_proposing": False}])
    assert "Who might be one person" not in off
