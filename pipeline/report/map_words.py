"""The words of the journey map: those on its curve, and what stands out, said in sentences.

In:     the page, the catalogue, the formats
Out:    the drawn curves by journey name; MapNames for the templates
Units:  -
Errors: none
Source: codes of marts.opportunities and marts.moments_of_truth
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import GNUTranslations

from markupsafe import Markup

from pipeline.report.channels import hues_of
from pipeline.report.curve_canvas import CurveStyle
from pipeline.report.curve_svg import svg_curve
from pipeline.report.map_model import Mood, Opportunity
from pipeline.report.model import Page
from pipeline.report.names import Names
from pipeline.report.numbers import Numbers
from pipeline.report.words import N_
from pipeline.sankey.labels import cut

NAME_LETTERS = 48
SIGNS: Mapping[str, str] = {
    "said": N_("bad: a rating or text of −0.5 or less"),  # noqa: RUF001 (a true minus)
    "repeated": N_("bad: done again at once"),
    "failed": N_("bad: a failure followed at once"),
}
FOUND: Mapping[str, str] = {
    "touchpoint": N_("%(touchpoint)s, against touchpoints as far on"),
    "handoff": N_("The change from %(source)s to %(target)s"),
    "wait": N_("More than %(span)s from %(source)s to %(target)s"),
    "campaign": N_("The campaign %(source)s"),
    "incident": N_("%(touchpoint)s, %(days)s"),
}
EFFECTS: Mapping[str, str] = {
    "lost": N_("excess losses"),
    "unhappy": N_("unhappy in excess"),
    "again": N_("later failures in excess"),
}
ASSUMPTIONS: Mapping[str, str] = {
    "association": N_("an association, no proof of a cause"),
    "equal_position": N_("same position of the journey"),
    "equal_persona": N_("same persona"),
    "equal_topic": N_("same topic"),
    "same_touchpoint": N_("same touchpoint"),
    "other_days": N_("against its other days"),
    "all_other_journeys": N_("against all other journeys"),
    "not_explained_before": N_("without what handoffs, waits, campaigns and incidents explain"),
    "mean_order_value": N_("value: the mean order"),
    "configured_value": N_("value: as configured"),
    "configured_cost": N_("cost: as configured"),
    "unhappy_share": N_("unhappy people count as lost at the configured share"),
}


class MapNames:
    """What stands out on the map, in one language."""

    def __init__(self, words: GNUTranslations, numbers: Numbers) -> None:
        self._say, self._numbers, self._names = words.gettext, numbers, Names(words)

    def sign(self, code: str) -> str:
        """Say what makes an experience a bad one."""
        return self._say(SIGNS[code]) if code in SIGNS else code

    def effect(self, code: str) -> str:
        """Say what goes wrong."""
        return self._say(EFFECTS[code]) if code in EFFECTS else code

    def assumption(self, code: str) -> str:
        """Say what an amount takes for granted."""
        return self._say(ASSUMPTIONS[code]) if code in ASSUMPTIONS else code

    def assumptions(self, codes: Sequence[str]) -> str:
        """Say several of them."""
        return "; ".join(map(self.assumption, codes))

    @staticmethod
    def largest(page: Page, small: int) -> list[tuple[int, Opportunity]]:
        """Opportunities of all journeys of enough people, each with the number of its journey."""
        found = (
            (number, one)
            for number, journey in enumerate(page.journeys, 1)
            if journey.people >= small
            for one in journey.map.opportunities
        )
        return sorted(found, key=lambda pair: pair[1].rank)

    @staticmethod
    def common(found: Sequence[Opportunity]) -> tuple[str, ...]:
        """What all amounts take for granted, in the order of the first one."""
        first, *others = found
        return tuple(
            code for code in first.assumptions if all(code in one.assumptions for one in others)
        )

    def opportunity(self, found: Opportunity) -> str:
        """Name an opportunity."""
        if found.kind not in FOUND:
            return found.opportunity
        return self._say(FOUND[found.kind]) % {
            "touchpoint": cut(found.touchpoint or "", NAME_LETTERS),
            "source": self._value(found.source, found),
            "target": self._value(found.target, found),
            "span": self._numbers.duration(found.wait_s),
            "days": self._numbers.dates(found.first_day, found.last_day),
        }

    def _value(self, value: str | None, found: Opportunity) -> str:
        return cut(self._names.value(value or "", found.dimension or ""), NAME_LETTERS)


def curves_of(page: Page, words: GNUTranslations, numbers: Numbers) -> Mapping[str, Markup]:
    """Draw the emotion curve of each journey that has one."""
    return {
        journey.definition.name: Markup(  # noqa: S704 (the SVG escapes its texts)
            svg_curve(
                journey.map.emotion,
                len(journey.map.stages),
                curve_style(words, numbers, _hues(page), name=f"j{number}-mood"),
            )
        )
        for number, journey in enumerate(page.journeys, 1)
        if journey.map.emotion.lead
    }


def persona_curves_of(
    page: Page, words: GNUTranslations, numbers: Numbers
) -> Mapping[tuple[str, str], Markup]:
    """Draw the curve of each persona: the measure that leads for everybody, on the same axis."""
    found = {}
    for number, journey in enumerate(page.journeys, 1):
        for place, one in enumerate(journey.personas.maps, 1):
            lead = tuple(m for m in one.emotion.moods if m.measure == journey.map.emotion.lead)
            style = curve_style(words, numbers, _hues(page), name=f"j{number}-mood{place}")
            drawn = svg_curve(
                replace(one.emotion, moods=lead), len(one.stages), replace(style, is_lean=True)
            )
            found[journey.definition.name, one.persona] = Markup(drawn)  # noqa: S704 (as above)
    return found


def _hues(page: Page) -> Mapping[str, int]:
    return hues_of(page.touchpoints, page.channels)


def curve_style(
    words: GNUTranslations, numbers: Numbers, hues: Mapping[str, int], *, name: str
) -> CurveStyle:
    """The words of the emotion curve; `name` is unique in the page."""
    say = words.gettext
    return CurveStyle(
        name=name,
        label=say(N_("Emotion curve; its numbers are in the table below")),
        score=numbers.score,
        title=lambda mood: _mood_title(mood, words, numbers),
        best=say(N_("best moment")),
        worst=say(N_("worst moment")),
        good=say(N_("positive")),
        neutral=say(N_("neutral")),
        bad=say(N_("negative")),
        nothing=say(N_("no ratings or texts here")),
        hues=hues,
    )


def _mood_title(mood: Mood, words: GNUTranslations, numbers: Numbers) -> str:
    """Say what a point shows, for whoever points at it."""
    said = Names(words).measured(mood.measure)
    name = cut(mood.touchpoint, NAME_LETTERS)
    if mood.mean is None:
        return f"{name} · {said}: {words.gettext(N_('too few'))}"
    between = f"{numbers.score(mood.low)} … {numbers.score(mood.high)}"
    return (
        f"{name} · {said}: {numbers.score(mood.mean)} ({between}), "
        f"n = {numbers.count(mood.n)} / {numbers.count(mood.visits)}"
    )
