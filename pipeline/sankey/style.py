"""How a Sankey looks and speaks: hues by touchpoint, words and numbers of the reader's language.

In:     channel hue per touchpoint, words, formatters
Out:    SankeyStyle, with plain English as its default
Units:  hues are places in HUES; None is grey
Errors: none
Source: Okabe and Ito (2008), colours told apart by colour-blind readers
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.sankey.labels import visible
from pipeline.sankey.model import Kind, Node

# Okabe-Ito; its yellow is too pale on white and is a brown of the same hue here.
HUES = ("#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#009E73", "#CC79A7", "#7F5F2E")
GREY = "#8B93A1"
EXIT_FILLS = {
    Kind.REACHED: "#1F8A4C",
    Kind.ENDED: "#5A6270",
    Kind.OPEN: "#B8BEC8",
    Kind.MORE: "#A9B1BC",
    Kind.END: "#7A5195",
}
GLYPHS = {
    Kind.REACHED: "✓",
    Kind.ENDED: "✕",
    Kind.OPEN: "…",
    Kind.MORE: "→",
    Kind.END: "◆",
    Kind.OTHER: "",
    Kind.TOUCHPOINT: "",
}
ENGLISH: Mapping[Kind, str] = {
    Kind.REACHED: "Goal reached",
    Kind.ENDED: "Drop-off",
    Kind.OPEN: "Still open",
    Kind.MORE: "Go on",
    Kind.OTHER: "Other",
}


def _number(count: int) -> str:
    return f"{count:,}"


def _percent(share: float) -> str:
    return f"{share:.0%}"


@dataclass(frozen=True, slots=True)
class SankeyStyle:
    """Words, numbers and hues of one drawing."""

    hues: Mapping[str, int] = field(default_factory=dict)  # touchpoint -> place in HUES
    words: Mapping[Kind, str] = field(default_factory=lambda: dict(ENGLISH))
    number: Callable[[int], str] = _number
    percent: Callable[[float], str] = _percent
    step: str = "Step {n}"
    after: str = "Afterwards"
    active: str = "{n} active · {share}"
    title: str = "{name}: {n} journeys, {share} of those that start"
    node: str = "Step {step}. {title}"
    link: str = "{source} → {target}: {n} journeys, {share} of those that start"
    hidden: str = "{source} → {target}: fewer than {k} journeys"
    label: str = "Journeys step by step"
    small_cell: int = 0  # a count under it is not shown

    def hue_of(self, node: Node) -> int | None:
        """Place of a touchpoint's hue; None for the rest, for exits and for unknown channels."""
        return self.hues.get(node.name) if node.kind is Kind.TOUCHPOINT else None

    def name_of(self, node: Node) -> str:
        """Name a node for people: its own name, or the word for what it stands for."""
        if node.kind is Kind.TOUCHPOINT:
            return visible(node.name)
        if node.kind is Kind.END:
            return visible(node.name[1:-1])
        return self.words[node.kind]

    def signed_name_of(self, node: Node) -> str:
        """Name a node with the sign that says without colour what it is."""
        glyph = GLYPHS[node.kind]
        return f"{glyph} {self.name_of(node)}" if glyph else self.name_of(node)

    def fill_of(self, node: Node) -> str:
        """Colour of a node's bar."""
        if node.kind.is_exit:
            return EXIT_FILLS[node.kind]
        hue = self.hue_of(node)
        return GREY if hue is None else HUES[hue % len(HUES)]
