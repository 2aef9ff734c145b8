"""The journey map as a picture: a table inside an SVG, as high as a browser draws it.

In:     the page as HTML
Out:    SVG texts by name: map-1, map-2, ..., as they stand in the page, each with the page's style
Units:  pixels
Errors: JourneysError when there is no browser: only it knows how high a table becomes
Source: https://www.w3.org/TR/SVG2/embedded.html#ForeignObjectElement; browsers draw what is inside
        of it, most drawing programs do not, which is what the PNG is for
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from pipeline.report.browser import heights_of

WIDTH = 1400
_MARGIN = 12
_MAP = re.compile(r'<table class="map\b.*?</table>', re.DOTALL)
_VOID = {"br", "img", "hr", "col", "wbr"}
_SPACES = {"table": "http://www.w3.org/1999/xhtml", "svg": "http://www.w3.org/2000/svg"}
_SHEET = "svg>foreignObject>table.map{width:100%!important;background:var(--panel)}"


def maps_in(html: str, style: str) -> dict[str, str]:
    """Cut the maps out of the page; empty when it has none."""
    tables: list[str] = _MAP.findall(html)
    if not tables:
        return {}
    heights = heights_of(_page(tables, style))
    return {
        f"map-{number}": _drawn(table, style, height)
        for number, (table, height) in enumerate(zip(tables, heights, strict=True), 1)
    }


def _page(tables: Sequence[str], style: str) -> str:
    boxes = "".join(f'<div class="measured">{table}</div>' for table in tables)
    return (
        f'<!doctype html><meta charset="utf-8"><style>{style}{_SHEET}'
        f".measured{{width:{WIDTH}px}}.measured table{{width:100%!important}}</style>{boxes}"
    )


def _drawn(table: str, style: str, height: int) -> str:
    wide, tall = WIDTH + 2 * _MARGIN, height + 2 * _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-picture" viewBox="0 0 {wide} {tall}" '
        f'width="{wide}" height="{tall}"><style>{escape(style + _SHEET, quote=False)}</style>'
        f'<rect width="100%" height="100%" style="fill:var(--panel)"/>'
        f'<foreignObject x="{_MARGIN}" y="{_MARGIN}" width="{WIDTH}" height="{height}" '
        f'font-family="Inter, system-ui, sans-serif">{as_xml(table)}</foreignObject></svg>\n'
    )


def as_xml(html: str) -> str:
    """Write well-formed HTML as XML: what is void is closed, and what is drawn is named as such.

    >>> as_xml('<table class="a">1 &lt; 2<br><b hidden>x</b></table>')
    '<table xmlns="http://www.w3.org/1999/xhtml" class="a">1 &lt; 2<br/><b hidden="">x</b></table>'
    """
    writer = _Xml()
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


class _Xml(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(
            f"<{_CAPITALS.get(tag, tag)}{_attributes(tag, attrs)}{'/' if tag in _VOID else ''}>"
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(f"<{_CAPITALS.get(tag, tag)}{_attributes(tag, attrs)}/>")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{_CAPITALS.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data, quote=False))


# An HTML parser writes names in lower case; in SVG these have capitals.
_CAPITALS = {"viewbox": "viewBox", "lineargradient": "linearGradient"}


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    told = dict(attrs)
    space = _SPACES.get(tag)
    if space and "xmlns" not in told:
        told = {"xmlns": space, **told}
    return "".join(
        f' {_CAPITALS.get(name, name)}="{escape(value or "")}"' for name, value in told.items()
    )
