"""Every picture of the page has a table that says the same, and both say what the marts say."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate, pairwise

import duckdb

from pipeline.report.model import Page
from pipeline.report.numbers import Numbers
from pipeline.report.timing_chart import BOTTOM, TOP

ES = Numbers("es", "Europe/Madrid")


def sections(html: str, page: Page) -> list[str]:
    """The part of the page about each kind of journey."""
    starts = [html.index(f'id="j{number}"') for number in range(1, len(page.journeys) + 1)]
    return [html[start:end] for start, end in zip(starts, [*starts[1:], len(html)], strict=True)]


def cells(row: str) -> list[str]:
    """The texts of a row; end tags of cells may be missing."""
    parts = re.split(r"<t[dh]\b[^>]*>", row)[1:]
    return [" ".join(unescape(re.sub("<[^>]*>", " ", part)).split(" ")).strip() for part in parts]


def rows_of(section: str, css: str) -> list[list[str]]:
    table = section[section.index(f'<table class="{css}">') :]
    body = table[table.index("<tbody>") : table.index("</table>")]
    return [cells(row) for row in body.split("<tr")[1:]]


def count(text: str) -> int:
    return int(text.removeprefix("≈ ").replace(".", ""))


def test_the_table_of_the_sankey_lists_the_bands_that_are_drawn(page: Page, html: str) -> None:
    for section, journey in zip(sections(html, page), page.journeys, strict=True):
        listed = [row for row in rows_of(section, "plain flows") if len(row) == 5]
        drawing = section[section.index('<svg class="sankey"') :]
        scale = float(re.search(r'data-scale="([\d.e-]+)"', drawing)[1])  # type: ignore[index]
        found = re.findall(r'data-link="(\d+) [^"]*" d="[^"]*?v([\d.]+)c', drawing)
        heights = {int(number): float(height) for number, height in found}
        links = journey.steps.layout.links
        told = [place for place, link in enumerate(links) if link.journeys >= 10]
        assert len(heights) == len(links)
        assert len(listed) == len(told) > 10
        for place, row in zip(told, listed, strict=True):
            # A height is written to a tenth of a pixel.
            assert abs(heights[place] / scale - count(row[3])) <= 0.06 / scale


def test_the_table_of_waiting_times_says_the_heights_of_the_bands(page: Page, html: str) -> None:
    for section, journey in zip(sections(html, page), page.journeys, strict=True):
        timing = journey.timing
        rows = rows_of(section[section.index('-timing"') :], "plain numbers")
        assert [row[0] for row in rows] == [ES.period(timing.times_s[at]) for at in timing.shown]
        assert [count(row[1]) for row in rows] == [timing.at_risk[at] for at in timing.shown]
        drawing = section[section.index('<svg class="timing"') :]
        ends = re.findall(r'<path class="lead" d="M\S+ ([\d.]+)L', drawing)
        shares = [band.points[-1].share for band in timing.bands]
        tops = list(accumulate(shares, initial=0.0))
        for y, (low, high) in zip(ends, pairwise(tops), strict=True):
            assert abs(float(y) - (BOTTOM - (BOTTOM - TOP) * (low + high) / 2)) < 0.06
        last = rows[-1][2:]
        for text, share in zip(last, shares, strict=True):
            assert text.startswith(("<", ES.rate(share)))


def test_the_numbers_of_the_page_are_those_of_the_marts(
    page: Page, html: str, db: duckdb.DuckDBPyConnection
) -> None:
    for section, journey in zip(sections(html, page), page.journeys, strict=True):
        name = journey.definition.name
        mart = "select touchpoint, at_risk, ended from marts.drop_offs where journey = ?"
        known = {name: rest for name, *rest in db.execute(mart, [name]).fetchall()}
        shown = {row[0]: row[1:] for row in rows_of(section, "drops") if row[0] in known}
        assert len(shown) > 3
        for touchpoint, row in shown.items():
            at_risk, ended = known[touchpoint]
            assert count(row[0]) == at_risk
            assert row[1] == (ES.count(ended) if ended >= page.run.small_cell_k else "< 10")
        mart = "select sum(journeys) from marts.flows where journey = ? and step_no = 0"
        assert db.execute(mart, [name]).fetchall() == [(journey.journeys,)]
        mart = "select sum(moves) from marts.moves where journey = ? and kind = 'channel'"
        matrix = next(c.matrix for c in journey.changes if c.matrix.kind == "channel")
        assert db.execute(mart, [name]).fetchall() == [(sum(row.moves for row in matrix.rows),)]
