"""The large pictures of the page as files of their own.

In:     the page as HTML
Out:    SVG texts by name: sankey-1, timing-1, map-1, ..., numbered as they stand in the page; each
        carries the page's style, so that it looks the same in a document or on a slide
Errors: JourneysError of `map_picture`
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.sankey.labels import visible

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_PICTURE = re.compile(r'<svg class="(sankey|timing|curve)".*?</svg>', re.DOTALL)
_HEAD = re.compile(r"<svg [^>]*>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


def pictures_in(html: str) -> dict[str, str]:
    """Cut the pictures out; a picture is whole, since none has another inside it.

    >>> page = '<style>a{}</style><svg class="timing" viewBox="0 0 9 5"><text>1</text></svg>'
    >>> found = pictures_in(page)
    >>> [*found], 'width="9" height="5"' in found["timing-1"]
    (['timing-1'], True)
    """
    style = style_of(html)
    counted: Counter[str] = Counter()
    found = {}
    for match in _PICTURE.finditer(html):
        kind = match.group(1)
        counted[kind] += 1
        found[f"{kind}-{counted[kind]}"] = alone(match.group(0), style)
    return found


def style_of(html: str) -> str:
    """The style sheet of the page."""
    found = _STYLE.search(html)
    return found.group(1) if found else ""


def size_of(svg: str) -> tuple[int, int]:
    """Width and height in pixels, rounded up.

    >>> size_of('<svg viewBox="0 0 99.5 20"/>')
    (100, 20)
    """
    box = _BOX.search(svg)
    width, height = box.groups() if box else ("0", "0")
    return -(-int(float(width) * 10) // 10), -(-int(float(height) * 10) // 10)


def alone(svg: str, style: str) -> str:
    """Make a file of a drawing."""
    head = _HEAD.match(svg)
    text = head.group(0) if head else ""
    width, height = size_of(text)
    space = "" if "xmlns=" in text else f" {_XMLNS}"
    sized = "" if " width=" in text else f' width="{width}" height="{height}"'
    # Inside SVG a style sheet is XML: what it holds must not be read as markup.
    sheet = f"<style>{_escaped(visible(style))}</style>"
    return text[:-1] + space + sized + ">" + sheet + svg[len(text) :] + "\n"


def _escaped(style: str) -> str:
    return style.replace("&", "&amp;").replace("<", "&lt;")
