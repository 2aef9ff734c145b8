"""Render the page: HTML for people, JSON for programs.

In:     Page
Out:    text; the same Page gives the same text
Units:  numbers are formatted by `numbers`, words come from the catalogue
Errors: UnknownLanguageError
Source: names are text everywhere: jinja2 escapes, and the SVG escapes for itself
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from gettext import GNUTranslations

from markupsafe import Markup

from pipeline.report import charts, map_charts
from pipeline.report.channels import hues_of
from pipeline.report.comparison_words import ComparisonWords
from pipeline.report.credit import MODELS
from pipeline.report.facets import Told
from pipeline.report.identity_names import IdentityNames
from pipeline.report.map_words import MapNames, curves_of, persona_curves_of
from pipeline.report.masking import masked
from pipeline.report.matrix_svg import svg_handoffs
from pipeline.report.model import Journey, Page
from pipeline.report.names import Names
from pipeline.report.numbers import Numbers
from pipeline.report.pictures import alone
from pipeline.report.styles import matrix_style, sankey_style, timing_style
from pipeline.report.templating import asset, environment_of, policy_of
from pipeline.report.timing_chart import svg_timing
from pipeline.report.words import load_words
from pipeline.sankey import Kind, svg_sankey
from pipeline.sankey.style import GLYPHS
from pipeline.sankey.svg import shown_members

STYLES = "style.css", "map.css", "sections.css"
SCRIPTS = "sankey.js", "filters.js", "tabs.js"


def page_as_json(page: Page) -> str:
    """Write the page's numbers, keys in a fixed order."""
    return json.dumps(masked(asdict(page)), ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def page_as_html(page: Page) -> str:
    """Render the one self-contained file, with quotes and end tags for whoever works on it."""
    words = load_words(page.run.language)
    numbers = Numbers(page.run.language, page.run.timezone)
    style, script = "".join(map(asset, STYLES)), "".join(map(asset, SCRIPTS))
    environment = environment_of(words, numbers, page.run.small_cell_k)
    return environment.get_template("page.html").render(
        page=page,
        run=page.run,
        names=Names(words),
        who=IdentityNames(words),
        numbers=numbers,
        compared=ComparisonWords(words, numbers),
        charts=charts,
        pictures=map_charts,
        curves=curves_of(page, words, numbers),
        persona_curves=persona_curves_of(page, words, numbers),
        stands_out=MapNames(words, numbers),
        hues=dict(page.channels),
        channel_of={touchpoint.name: touchpoint.channel for touchpoint in page.touchpoints},
        channels_in=lambda journey: _channels_in(journey, page),
        shown_members=shown_members,
        moment_of=lambda text: numbers.moment(_moment(text)) if _moment(text) else text,
        number_of=lambda text: _number(text, numbers),
        glyph={kind.value: sign for kind, sign in GLYPHS.items()},
        sankey=_drawings(page, words, numbers),
        timings=_timings(page, words, numbers),
        models=MODELS,
        facets_as_json=_facets_as_json,
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        policy=policy_of(style, script),
    )


def _channels_in(journey: Journey, page: Page) -> list[str]:
    """List the channels of the touchpoints drawn; "" stands for those without a hue."""
    channel_of = {touchpoint.name: touchpoint.channel for touchpoint in page.touchpoints}
    nodes = journey.steps.layout.nodes
    drawn = {channel_of.get(node.name) for node in nodes if node.kind is Kind.TOUCHPOINT}
    named = [channel for channel, _ in page.channels]
    grey = bool(drawn - set(named)) or any(node.kind is Kind.OTHER for node in nodes)
    return [channel for channel in named if channel in drawn] + [""] * grey


def _moment(text: str) -> datetime | None:
    """Read an ISO time that carries its offset; anything else is shown as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _number(text: str, numbers: Numbers) -> str:
    """Format a number that came as text; anything else is shown as it is."""
    try:
        return numbers.decimal(float(text))
    except ValueError:
        return text


def _drawings(page: Page, words: GNUTranslations, numbers: Numbers) -> Mapping[str, Markup]:
    return {
        journey.definition.name: Markup(  # noqa: S704 (the SVG escapes its texts)
            svg_sankey(
                journey.steps.layout,
                style=sankey_style(
                    words,
                    numbers,
                    hues_of(page.touchpoints, page.channels),
                    journey=journey.definition.name,
                    small=page.run.small_cell_k,
                ),
                routes=journey.steps.ways,
            )
        )
        for journey in page.journeys
        if journey.steps.layout.nodes
    }


def handoffs_alone(page: Page, style: str) -> dict[str, str]:
    """The matrices of handoffs as drawings by name: in the page they are tables."""
    words = load_words(page.run.language)
    numbers = Numbers(page.run.language, page.run.timezone)
    matrices = (changes.matrix for journey in page.journeys for changes in journey.changes)
    return {
        f"handoffs-{number}": alone(
            str(svg_handoffs(matrix, matrix_style(words, numbers, matrix.kind))), style
        )
        for number, matrix in enumerate(matrices, 1)
    }


def _facets_as_json(journey: Journey) -> str:
    """What `filters.js` reads: journeys of each value in order, for each route and outcome."""

    def text(told: Told) -> str:
        known = dict(told)
        return ",".join(str(known.get(value, "")) for value in range(max(known, default=-1) + 1))

    return json.dumps(
        [
            {
                "routes": ";".join(map(text, facet.by_route)),
                "outcomes": {name: text(told) for name, told in facet.by_outcome.items()},
            }
            for facet in journey.steps.facets
        ],
        separators=(",", ":"),
    )


def _timings(page: Page, words: GNUTranslations, numbers: Numbers) -> Mapping[str, Markup]:
    style = timing_style(words, numbers)
    return {
        journey.definition.name: svg_timing(journey.timing, style)
        for journey in page.journeys
        if journey.timing.shown
    }
