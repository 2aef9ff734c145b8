"""Draw a Sankey layout as SVG for the report.

In:     SankeyLayout, SankeyStyle
Out:    one <svg> element as text; names are escaped text, never markup
Units:  pixels, one decimal
Errors: none
Source: fill attributes are written out, because some printers ignore style sheets in SVG
"""

from collections.abc import Sequence
from html import escape

from pipeline.sankey.hiding import hidden_cells
from pipeline.sankey.labels import cut, cut_to_width
from pipeline.sankey.model import Kind, Link, Node, SankeyLayout, Step
from pipeline.sankey.routes import LinkRoute
from pipeline.sankey.style import SankeyStyle

TWO_LINES, ONE_LINE, NO_LABEL = 30.0, 13.0, 7.0  # heights of a bar from which it gets a label
SIZE, SMALL = 11.0, 10.0
_SPACE = 6.0  # between a bar and its label
_MEMBERS = 12
_LINK_NAME = 60
ABOUT = "≈ "
INK, MUTED = "#1B2430", "#5A6472"
_HEADING = f' font-weight="600" fill="{INK}"'


def svg_sankey(
    layout: SankeyLayout,
    *,
    style: SankeyStyle | None = None,
    routes: Sequence[LinkRoute] = (),
) -> str:
    """Draw the layout; labels keep clear of the next column.

    `routes` are written beside the drawing as numbers, for a script that lights them up and that
    says of a band what it is: with them a band carries its number in place of a title.
    """
    style = style or SankeyStyle()
    number_of = {link: place for place, link in enumerate(layout.links)}

    def said(link: Link) -> tuple[str, str]:
        return _numbered(link, number_of[link]) if routes else _titled(link, layout, style)

    body = [
        *(_step(step, layout, style) for step in layout.steps),
        '<g class="links" fill-opacity=".36">',
        *(_link(link, layout, style, said(link)) for link in _thick_first(layout)),
        f'</g><g class="nodes" font-size="{SIZE:g}" fill="{INK}">',
        *(_node(node, layout, style) for node in layout.nodes),
        "</g>",
    ]
    head = (
        f'<svg class="sankey" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" '
        f'width="{layout.width:.0f}" height="{layout.height:.0f}" '
        f'font-family="Inter, system-ui, sans-serif" aria-label="{escape(style.label)}"'
        f"{_route_data(layout, routes, style)}>"
    )
    return head + "\n".join(body) + "</svg>"


def _route_data(layout: SankeyLayout, routes: Sequence[LinkRoute], style: SankeyStyle) -> str:
    """Write "journeys:link link link;...", the height of one journey and the words for a band."""
    if not routes:
        return ""
    scale = max(node.height / node.journeys for node in layout.nodes)
    listed = (f"{route.journeys}:{' '.join(map(str, route.links))}" for route in routes)
    told = f'data-of="{layout.journeys}" data-words="{escape(style.link)}"'
    return f' data-scale="{scale:.6g}" {told} data-routes="{";".join(listed)}"'


def _thick_first(layout: SankeyLayout) -> list[Link]:
    """Thin links stay visible above thick ones."""
    return sorted(layout.links, key=lambda link: (-link.journeys, link.source, link.target))


def _share(journeys: int, layout: SankeyLayout, style: SankeyStyle) -> str:
    return style.percent(journeys / layout.journeys if layout.journeys else 0.0)


def _step(step: Step, layout: SankeyLayout, style: SankeyStyle) -> str:
    title = style.after if step.is_after else style.step.format(n=style.number(step.number))
    active = style.active.format(
        n=style.number(step.active), share=_share(step.active, layout, style)
    )
    lines = _text(step.x, 18, title, SIZE + 1, "heading")
    return lines if step.is_after else lines + _text(step.x, 34, active, SMALL, "sub")


def _text(x: float, y: float, words: str, size: float, role: str) -> str:
    looks = {"sub": f' fill="{MUTED}"', "name": ' font-weight="600"'}.get(role, _HEADING)
    size_of = "" if role == "name" and size == SIZE else f' font-size="{size:g}"'
    return f'<text class="{role}" x="{_px(x)}" y="{_px(y)}"{size_of}{looks}>{escape(words)}</text>'


def _px(length: float) -> str:
    """Write a length with at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")


def _hue_class(node: Node, style: SankeyStyle) -> str:
    hue = style.hue_of(node)
    if node.kind.is_exit:
        return f"x-{node.kind}"
    return "c-other" if hue is None else f"c{hue}"


def _titled(link: Link, layout: SankeyLayout, style: SankeyStyle) -> tuple[str, str]:
    """An attribute and the inside of a band that says for itself what it is."""
    return "", f"<title>{escape(link_title(link, layout, style))}</title></path>"


def _numbered(link: Link, number: int) -> tuple[str, str]:
    """The same for a script; bands under the limit have been taken out before."""
    about = " 1" if link.is_about else ""
    return f' data-link="{number} {link.source} {link.target} {link.journeys}{about}"', ""


def _link(link: Link, layout: SankeyLayout, style: SankeyStyle, band: tuple[str, str]) -> str:
    source, target = layout.nodes[link.source], layout.nodes[link.target]
    leaves = target.kind.is_exit and target.kind is not Kind.REACHED
    painted = target if target.kind.is_exit else source
    paler = ' fill-opacity=".22"' if leaves else ""
    data, inside = band
    return (
        f'<path class="{_hue_class(painted, style)}"{data} d="{_ribbon(link)}" '
        f'fill="{style.fill_of(painted)}"{paler}' + (f">{inside}" if inside else "/>")
    )


def _ribbon(link: Link) -> str:
    """Relative to its upper left corner: that is a third shorter."""
    middle, width = _px((link.x1 - link.x0) / 2), _px(link.x1 - link.x0)
    down, up, height = _px(link.y1 - link.y0), _px(link.y0 - link.y1), _px(link.width)
    drawn = (
        f"M{_px(link.x0)} {_px(link.y0)}c{middle} 0 {middle} {down} {width} {down}v{height}"
        f"c-{middle} 0-{middle} {up}-{width} {up}z"
    )
    return drawn.replace(" -", "-")


def link_title(link: Link, layout: SankeyLayout, style: SankeyStyle) -> str:
    """Say what a link shows; a count under the limit is not said."""
    words = style.hidden if link.journeys < style.small_cell else style.link
    return words.format(
        source=cut(style.name_of(layout.nodes[link.source]), _LINK_NAME),
        target=cut(style.name_of(layout.nodes[link.target]), _LINK_NAME),
        n=_number(link, style),
        share=_share(link.journeys, layout, style),
        k=style.number(style.small_cell),
    )


def _node(node: Node, layout: SankeyLayout, style: SankeyStyle) -> str:
    title = style.node.format(step=style.number(node.step), title=_title(node, layout, style))
    members = _members(node, style)
    short = cut(title, 200)
    # The title is the name of the bar for whoever hears it, unless it is a long list.
    label = "" if short == title + members else f' aria-label="{escape(short)}"'
    return (
        f'<g class="node {_hue_class(node, style)}" role="img"{label}'
        f"{_exit_name(node, style)}><title>{escape(title + members)}</title>"
        f'<rect x="{_px(node.x)}" y="{_px(node.y)}" width="{_px(node.width)}" '
        f'height="{_px(max(node.height, 1))}" rx="1.5" fill="{style.fill_of(node)}"/>'
        f"{_label(node, layout, style)}</g>"
    )


def _exit_name(node: Node, style: SankeyStyle) -> str:
    return (
        f' data-name="{escape(cut(style.signed_name_of(node), 60))}"' if node.kind.is_exit else ""
    )


def _title(node: Node, layout: SankeyLayout, style: SankeyStyle) -> str:
    if node.journeys < style.small_cell:
        return f"{style.name_of(node)}: < {style.number(style.small_cell)}"
    return style.title.format(
        name=style.name_of(node),
        n=_number(node, style),
        share=_share(node.journeys, layout, style),
    )


def _number(shown: Node | Link, style: SankeyStyle) -> str:
    return ABOUT * shown.is_about + style.number(shown.journeys)


def _members(node: Node, style: SankeyStyle) -> str:
    """List what the rest is made of, the largest first; the small ones without their number."""
    shown = shown_members(node, small=style.small_cell)
    lines = [f"{name} {style.number(n)}" for name, n in shown[:_MEMBERS]]
    more = len(node.members) - len(lines)
    tail = [f"+ {style.number(more)}"] if more else []
    return "\n" + "\n".join([*lines, *tail]) if node.members else ""


def shown_members(node: Node, *, small: int) -> tuple[tuple[str, int], ...]:
    """Members of the rest whose number may be told."""
    hidden = hidden_cells(dict(node.members), 0, small)
    return tuple(member for member in node.members if member[0] not in hidden)


def _label(node: Node, layout: SankeyLayout, style: SankeyStyle) -> str:
    if node.height < NO_LABEL or node.journeys < style.small_cell:
        return ""
    room = _room(node, layout)
    x, middle = node.x + node.width + _SPACE, node.y + node.height / 2
    share = _share(node.journeys, layout, style)
    if node.height >= TWO_LINES:
        name = cut_to_width(style.signed_name_of(node), room, SIZE)
        numbers = f"{_number(node, style)} · {share}"
        return _text(x, middle - 2, name, SIZE, "name") + _text(
            x, middle + 11, numbers, SMALL, "sub"
        )
    size = SIZE if node.height >= ONE_LINE else SMALL
    name = cut_to_width(style.signed_name_of(node), room - 4.5 * size * 0.6, size)
    label = f'<tspan font-weight="600">{escape(name)}</tspan> <tspan class="sub" fill="{MUTED}">'
    size_of = "" if size == SIZE else f' font-size="{size:g}"'
    return (
        f'<text class="name" x="{_px(x)}" y="{_px(middle + size * 0.36)}"{size_of}>'
        f"{label}{escape(share)}</tspan></text>"
    )


def _room(node: Node, layout: SankeyLayout) -> float:
    """Width from the label's start to the next column, or to the edge of the drawing."""
    ahead = [step.x for step in layout.steps if step.x > node.x]
    return min(ahead, default=layout.width) - node.x - node.width - 2 * _SPACE
