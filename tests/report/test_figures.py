"""The pictures of the page have twins for notebooks: the same places, words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from importlib.resources import files
from itertools import accumulate, pairwise
from xml.etree import ElementTree as ET

import duckdb
import pytest

import pipeline as jp
from pipeline.report.channels import hues_of
from pipeline.report.curve_canvas import Canvas
from pipeline.report.curve_figure import fig_emotion
from pipeline.report.curve_svg import svg_curve
from pipeline.report.map_words import curve_style
from pipeline.report.matrix_figure import fig_handoffs
from pipeline.report.matrix_grid import SHADES
from pipeline.report.matrix_svg import svg_handoffs
from pipeline.report.model import Page
from pipeline.report.numbers import Numbers
from pipeline.report.styles import matrix_style, timing_style
from pipeline.report.timing_chart import BOTTOM, LEFT, RIGHT, TOP, svg_timing
from pipeline.report.timing_figure import fig_survival
from pipeline.report.words import load_words

SVG = "{http://www.w3.org/2000/svg}"
WORDS, NUMBERS = load_words("es"), Numbers("es", "Europe/Madrid")


def drawn(svg: str) -> ET.Element:
    space = "" if "xmlns=" in svg[: svg.index(">")] else ' xmlns="http://www.w3.org/2000/svg"'
    return ET.fromstring(str(svg).replace("<svg", f"<svg{space}", 1))  # noqa: S314 (our own drawing)


def corners(path: str) -> Iterator[tuple[float, float]]:
    """Where the line of a path of M, H and V commands turns."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MHV])([^MHVZ]*)", path):
        values = [float(number) for number in numbers.split()]
        x = values[0] if command in "MH" else x
        y = values[-1] if command in "MV" else y
        yield x, y


def on_line(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a point lies on a level or upright line, to the tenth of a pixel it is written in."""
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return x0 - 0.06 <= x <= x1 + 0.06 and y0 - 0.06 <= y <= y1 + 0.06


def test_the_bands_of_survival_stand_where_the_page_has_them(page: Page) -> None:
    style = timing_style(WORDS, NUMBERS)
    for journey in page.journeys:
        timing = journey.timing
        figure = fig_survival(timing, style=style)
        assert [trace.y for trace in figure.data] == [
            tuple(point.share for point in band.points) for band in timing.bands
        ]
        tops = [
            list(accumulate(column)) for column in zip(*[t.y for t in figure.data], strict=True)
        ]
        paths = [p.get("d", "") for p in drawn(svg_timing(timing, style)).findall(f"{SVG}path")]
        end_s = timing.times_s[-1]
        for place, path in enumerate(paths[: len(timing.bands)]):
            line = list(pairwise(corners(path)))
            for time, heights in zip(timing.times_s, tops, strict=True):
                x = LEFT + (RIGHT - LEFT) * time / end_s
                y = BOTTOM - (BOTTOM - TOP) * heights[place]
                assert any(on_line(x, y, *ends) for ends in line)


def test_its_words_are_those_of_the_page(page: Page) -> None:
    style = timing_style(WORDS, NUMBERS)
    timing = page.journeys[0].timing
    texts = {"".join(e.itertext()) for e in drawn(svg_timing(timing, style)).iter(f"{SVG}text")}
    figure = fig_survival(timing, style=style)
    names = [re.sub("</?b>", "", note.text) for note in figure.layout.annotations]
    assert {*names, *figure.layout.xaxis.ticktext, *figure.layout.yaxis.ticktext} == texts


def test_every_cell_of_handoffs_says_in_three_drawings_the_same(page: Page, html: str) -> None:
    tables = re.findall(r'<table class="matrix">(.*?)</table>', html, re.DOTALL)
    matrices = [changes.matrix for journey in page.journeys for changes in journey.changes]
    assert len(matrices) > 2
    in_the_page = {cells_of(table) for table in tables}
    for matrix in matrices:
        style = matrix_style(WORDS, NUMBERS, matrix.kind)
        (heat,) = fig_handoffs(matrix, style=style).data
        told = tuple(re.sub("<br>", " ", re.sub("</?b>", "", t)) for row in heat.text for t in row)
        assert told in in_the_page
        texts = [e.text or "" for e in drawn(svg_handoffs(matrix, style)).iter(f"{SVG}text")]
        lines = [line for cell in told for line in cell.split(" ")]
        assert " ".join(texts[len(matrix.columns) + 2 * len(matrix.rows) :]).split(" ") == lines


def cells_of(table: str) -> tuple[str, ...]:
    body = table[table.index("<tbody>") :]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", body, re.DOTALL)
    return tuple(
        re.sub(" +", " ", unescape(re.sub("<[^>]*>", " ", cell))).strip(" ") for cell in cells
    )


def test_the_shades_are_those_of_the_table() -> None:
    sheet = files("pipeline.report").joinpath("templates", "style.css").read_text("utf-8")
    faint = dict(re.findall(r"\.heat(\d)\{background:rgba\(var\(--heat\),(\.\d+)\)", sheet))
    solid = re.findall(r"\.heat(\d)\{background:rgb\(var\(--heat\)\);color:#fff", sheet)
    assert {int(step): float(alpha) for step, alpha in faint.items()} == dict(enumerate(SHADES[:7]))
    assert [int(step) for step in solid] == [7, 8, 9]
    assert SHADES[7:] == (1, 1, 1)


def test_the_emotion_curve_has_its_points_and_names_where_the_page_has_them(page: Page) -> None:
    seen = 0
    for journey in page.journeys:
        emotion, columns = journey.map.emotion, [stage.name for stage in journey.map.stages]
        hues = hues_of(page.touchpoints, page.channels)
        style = curve_style(WORDS, NUMBERS, hues, name="a")
        root = drawn(svg_curve(emotion, len(columns), style))
        figure = fig_emotion(emotion, columns, style=style)
        canvas = Canvas(emotion, len(columns))
        top = figure.layout.yaxis.range[1]
        points = [
            (x * canvas.unit, canvas.height / 2 * (1 - y / top), mean)
            for trace in figure.data[-2:]
            for x, y, (_, mean, _) in zip(trace.x, trace.y, trace.customdata, strict=True)
        ]
        circles = {(c.get("cx"), c.get("cy")) for c in root.iter(f"{SVG}circle")}
        assert {(f"{x:.1f}", f"{y:.1f}") for x, y, _ in points} == circles
        told = [mood.mean for mood in emotion.moods if mood.mean is not None]
        assert sorted(mean for *_, mean in points if mean is not None) == sorted(told)
        names = {e.text for e in root.iter(f"{SVG}text") if "place" in e.get("class", "")}
        labels = [re.search("<b>(.*?)</b>", n.text) for n in figure.layout.annotations]
        assert {found[1] for found in labels if found} == names
        seen += len(circles)
    assert seen > 4


def test_a_curve_never_leaves_the_band_between_its_neighbours(page: Page) -> None:
    journey = next(j for j in page.journeys if j.map.emotion.lead)
    style = curve_style(WORDS, NUMBERS, {}, name="a")
    figure = fig_emotion(
        journey.map.emotion, [stage.name for stage in journey.map.stages], style=style
    )
    means = {mood.mean for mood in journey.map.emotion.moods if mood.mean is not None}
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.fill is None]
    assert lines
    for line in lines:
        knots = [place for place, y in enumerate(line.y) if y in means]
        for left, right in pairwise(knots):
            between = line.y[left : right + 1]
            assert min(line.y[left], line.y[right]) - 1e-9 <= min(between)
            assert max(between) <= max(line.y[left], line.y[right]) + 1e-9


def test_a_tag_in_a_name_is_text_in_every_twin(page: Page) -> None:
    style = matrix_style(WORDS, NUMBERS, "channel")
    matrix = page.journeys[0].changes[0].matrix
    rows = (replace(matrix.rows[0], source="<img src=x>"), *matrix.rows[1:])
    figure = fig_handoffs(replace(matrix, rows=rows), style=style)
    assert "&lt;img src=x&gt;" in figure.layout.yaxis.ticktext[0]


@pytest.mark.parametrize("name", ["alta", "soporte"])
def test_the_answers_of_a_notebook_draw_the_numbers_of_the_marts(
    sample_db: duckdb.DuckDBPyConnection, name: str
) -> None:
    bands = jp.survival(sample_db, journey=name).figure().data
    mart = "select time_s, outcome, incidence from marts.incidences where journey = ? order by all"
    kept = set(bands[0].x)
    shares = [row[2] for row in sample_db.execute(mart, [name]).fetchall() if row[0] in kept]
    ways_out = [y for band in bands for y in band.y]
    assert all(any(abs(share - y) < 1e-12 for y in ways_out) for share in shares)
    found = jp.handoffs(sample_db, journey=name, kind="channel")
    by_row = {row.source: row.moves for row in found.drawing.rows}
    mart = (
        "select from_value, sum(moves) from marts.moves where journey = ? and kind = ? group by 1"
    )
    moves = dict(sample_db.execute(mart, [name, "channel"]).fetchall())
    assert sum(by_row.values()) == sum(moves.values())
    assert {s: n for s, n in by_row.items() if s in moves}.items() <= moves.items()
    mart = "select mean from marts.emotion where journey = ? and level = ?"
    means = {row[0] for row in sample_db.execute(mart, [name, "touchpoint"]).fetchall()}
    points = [mean for trace in jp.emotion(sample_db, journey=name).figure().data[-2:]
              for _, mean, _ in trace.customdata if mean is not None]  # fmt: skip
    assert points
    assert set(points) <= means


def test_by_stage_each_stage_is_a_column(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.emotion(sample_db, journey="alta", level="stage")
    columns = list(dict.fromkeys(row["place"] for row in found.rows))
    assert list(found.figure().layout.xaxis.ticktext) == columns


def test_a_twin_speaks_the_language_asked_for(sample_db: duckdb.DuckDBPyConnection) -> None:
    answer = jp.survival(sample_db, journey="alta")
    notes = " ".join(note.text for note in answer.figure(language="es").layout.annotations)
    assert "Objetivo logrado" in notes
    assert "Goal reached" in " ".join(n.text for n in answer.figure().layout.annotations)


def test_one_call_gives_each_picture(sample_db: duckdb.DuckDBPyConnection) -> None:
    db, es = sample_db, "es"
    twins = [
        (jp.fig_sankey(db, journey="alta", language=es), jp.paths(db, journey="alta").figure),
        (jp.fig_survival(db, journey="alta", language=es), jp.survival(db, journey="alta").figure),
        (jp.fig_handoffs(db, journey="alta", language=es), jp.handoffs(db, journey="alta").figure),
        (jp.fig_emotion(db, journey="alta", language=es), jp.emotion(db, journey="alta").figure),
    ]
    for figure, twin in twins:
        assert figure.to_json() == twin(language=es).to_json()


def test_paths_have_the_colours_of_the_report_and_the_words_asked_for(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.paths(sample_db, journey="alta")
    sankey = found.figure(language="es").data[0]
    fills = dict(zip(sankey.node.label, sankey.node.color, strict=True))
    assert (fills["Web: portada"], fills["Anuncio"]) == ("#0072B2", "#CC79A7")
    assert any(label.startswith("✕ Abandono") for label in fills)
    assert 'fill="#CC79A7"' in found._repr_html_()
