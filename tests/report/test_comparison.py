"""The page of differences says what the rows say, and nothing that must stay hidden."""

import csv
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.report.asked import Asked
from pipeline.report.comparison_chart import difference_picture
from pipeline.report.comparison_html import comparison_as_html, write_comparison_table
from pipeline.report.contrast import contrast_of
from pipeline.report.numbers import MINUS
from pipeline.sankey.labels import visible
from tests.report.comparison_rows import ROWS, SMALL, found, page
from tests.report.test_hostile_names import HOSTILE, Tags


def _row(html: str, name: str) -> str:
    """The cells of one row of the table, without markup."""
    (row,) = (
        part for part in re.split("<tr", html)[1:] if re.search(f'scope="row">{name}</th>', part)
    )
    return " ".join(re.sub("<[^>]*>", " ", row.split(">", 1)[1]).split())


def test_a_row_says_both_values_their_difference_its_interval_and_q() -> None:
    html = comparison_as_html(page())
    assert _row(html, "Pay").startswith(
        "Pay 60.0% n = 100 20.0% n = 700 ▲ +40.0 points +30.0 to +50.0 &lt; 0.001"
    )
    assert f"▼ {MINUS}10.0 points {MINUS}14.0 to {MINUS}6.0" in _row(html, "Reach the goal")
    assert _row(html, "Mean time to the goal").startswith(
        f"Mean time to the goal 7 days n = 60 8 days n = 750 {MINUS}24 hr {MINUS}2 days to 0 sec"
    )
    assert f"{MINUS}0.25 n = 31 {MINUS}0.50 n = 60 ▲ +0.25 +0.15 to +0.35" in _row(html, "Phone")


@pytest.mark.parametrize(
    ("measure", "difference", "verdict"),
    [
        ("drop_off", 0.2, "worse"), ("drop_off", -0.2, "better"),
        ("reached", 0.2, "better"), ("reached", -0.2, "worse"),
        ("duration_s", 0.2, "worse"), ("rating", 0.2, "better"), ("text", -0.2, "worse"),
    ],
)  # fmt: skip
def test_more_is_worse_for_drop_off_and_times_and_better_for_goals_and_emotion(
    measure: str, difference: float, verdict: str
) -> None:
    row = found(measure, ((100, 0.5 + difference), (100, 0.5)), q=0.05)
    assert contrast_of(row, SMALL).verdict == verdict
    assert contrast_of(row | {"is_different": False}, SMALL).verdict == "same"


def test_of_few_customers_and_of_small_counts_no_difference_is_told() -> None:
    html = comparison_as_html(page())
    assert _row(html, "Chat") == "Chat n &lt; 10 n = 50 too few people on one of the sides"
    # 9 of 90 left: under ten, so neither their share nor a difference that would tell it.
    assert _row(html, "Cart") == "Cart 50.0% n = 80 &lt; 11.1% n = 90 too few cases to be shown"
    hidden = contrast_of(ROWS[3], SMALL)
    assert asdict(hidden) | {"first": None, "second": None} == {
        "measure": "drop_off", "touchpoint": "Cart", "first": None, "second": None,
        "difference": None, "low": None, "high": None, "q": None, "verdict": "hidden",
    }  # fmt: skip
    ten = contrast_of(found("drop_off", ((80, 0.5), (100, 0.1))), SMALL)
    assert (ten.second.value, ten.verdict) == (0.1, "same")


def test_a_mean_of_fewer_than_k_cases_is_not_told() -> None:
    row = contrast_of(found("rating", ((9, 1.5), (90, 0.5)), q=0.01), SMALL)
    assert (row.first.value, row.difference, row.verdict) == (None, None, "hidden")


def test_touchpoints_where_nobody_left_are_named_in_one_row() -> None:
    html = comparison_as_html(page())
    assert _row(html, "At 1 touchpoint") == ("At 1 touchpoint nobody left on either side: Thanks.")


def test_the_summary_lists_what_is_clear_the_surest_first() -> None:
    (journey, empty) = page().journeys
    assert [(row.measure, row.q) for row in journey.marked] == [
        ("drop_off", 0.0002), ("reached", 0.01), ("text", 0.05),
    ]  # fmt: skip
    assert (journey.judged, empty.marked, empty.judged) == (4, (), 0)
    html = comparison_as_html(page())
    assert "<b>3</b> of 4 differences that can be judged are clear:" in html
    assert "One of the two sides has no journeys of this kind." in html
    assert "Drop-off at Pay<small>60.0% against 20.0% · 95% interval +30.0 to +50.0</small>" in html


def test_equal_exposure_and_association_are_said() -> None:
    html = comparison_as_html(page())
    assert "journeys count when they began at least 30 days before the data end" in html
    assert "where to look, not a cause" in html
    assert "began early enough" not in html
    assert "already knows how their journeys went" not in html
    personas = comparison_as_html(page(asked=Asked("persona", "Family", None)))
    assert "already knows how their journeys went" in personas
    late = comparison_as_html(page(ROWS[-1:]))
    assert "no journey began early enough, so neither rates nor times" in late


def test_the_picture_lies_around_zero_and_only_what_is_clear_has_a_full_dot() -> None:
    full = difference_picture(contrast_of(ROWS[0], SMALL), 0.5)
    assert 'class="mean" x1="110.0" x2="110.0"' in full
    assert 'class="range" x1="171.8" x2="213.0"' in full  # 110 + 103 x 0.3 / 0.5 to the end
    assert 'class="point" cx="192.4"' in full
    hollow = difference_picture(contrast_of(ROWS[2], SMALL), 2 * 86400.0)
    assert 'class="hollow" cx="58.5"' in hollow


def test_the_sides_are_named_in_the_words_of_the_language() -> None:
    assert "<title>August 2026 against Sep 1" in comparison_as_html(page())
    spanish = comparison_as_html(page(language="es"))
    assert '<html lang="es">' in spanish
    assert "<title>agosto de 2026 frente a 1" in spanish
    assert "+40,0 puntos" in spanish
    assert "Abandono en Pay" in spanish
    others = comparison_as_html(page(asked=Asked("persona", "Family", None)))
    assert "<title>Family against All others" in others


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    html = comparison_as_html(page())
    assert html == comparison_as_html(page())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "script" not in html
    assert not re.findall(r'(?:src|srcset|data|style)="', html)
    assert set(re.findall(r'href="([^#"][^"]*)"', html)) == {"tables/comparison.csv"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(name: str, tmp_path: Path) -> None:
    rows = (
        found("drop_off", ((100, 0.6), (700, 0.2)), touchpoint=name, q=0.0002),
        found("drop_off", ((100, 0.0), (700, 0.0)), touchpoint=name + "2"),
    )
    made = page(rows, asked=Asked("persona", name, "B"), name=visible(name))
    read = Tags()
    read.feed(comparison_as_html(made))
    assert not {"script", "img"} & set(read.tags)
    assert not {attribute for attribute in read.attributes if attribute.startswith("on")}
    assert visible(name)[:40] in read.text
    assert not set(read.text) & set("\x00\x1b\u202e\u202c\u2028")
    path = write_comparison_table(made, tmp_path / "comparison.csv")
    with path.open(encoding="utf-8", newline="") as file:
        cells = {cell for row in csv.DictReader(file) for cell in row.values()}
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]


def test_the_table_holds_the_rows_and_hides_what_the_page_hides(tmp_path: Path) -> None:
    path = write_comparison_table(page(), tmp_path / "tables" / "comparison.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {(row["measure"], row["touchpoint"]): row for row in csv.DictReader(file)}
    assert len(rows) == len(ROWS)
    pay, cart, chat = (rows["drop_off", name] for name in ("Pay", "Cart", "Chat"))
    assert float(pay["difference"]) == pytest.approx(0.4)
    assert pay["verdict"] == "worse"
    assert (pay["first_side"], pay["second_side"]) == (
        "2026-08-01..2026-08-31", "2026-09-01..2026-09-15",
    )  # fmt: skip
    assert [cart[name] for name in ("first", "second", "difference", "q")] == ["0.5", "", "", ""]
    assert [chat[name] for name in ("n_first", "n_second", "verdict")] == ["", "50", "few"]
