"""Two renderers, one layout: the same nodes, links and numbers."""

import xml.etree.ElementTree as ET

from pipeline.report.model import Page
from pipeline.sankey import Flow, SankeyStyle, fig_sankey, layout_flows, svg_sankey
from pipeline.sankey.labels import cut_to_width, width_of
from tests.report.test_sankey_layout import TEN

SVG = "{http://www.w3.org/2000/svg}"


def test_plotly_gets_the_same_nodes_and_links_as_the_page(page: Page) -> None:
    for journey in page.journeys:
        layout = journey.steps.layout
        sankey = fig_sankey(layout).data[0]
        assert [n for _, n in sankey.node.customdata] == [node.journeys for node in layout.nodes]
        assert list(
            zip(sankey.link.source, sankey.link.target, sankey.link.value, strict=True)
        ) == [(link.source, link.target, link.journeys) for link in layout.links]


def test_plotly_keeps_the_order_of_the_layout_and_no_position_is_ignored() -> None:
    sankey = fig_sankey(layout_flows(TEN)).data[0]
    assert (sankey.node.sort, sankey.link.sort, sankey.arrangement) == ("input", "input", "fixed")
    assert all(0 < place < 1 for place in (*sankey.node.x, *sankey.node.y))


def test_plotly_reads_a_name_as_text() -> None:
    layout = layout_flows([Flow(0, "(start)", "<b>x</b>", 1), Flow(1, "<b>x</b>", "(ended)", 1)])
    assert fig_sankey(layout).data[0].node.label[0] == "&lt;b&gt;x&lt;/b&gt;"


def test_the_svg_is_well_formed_and_has_one_bar_a_node_and_one_band_a_link(page: Page) -> None:
    for journey in page.journeys:
        layout = journey.steps.layout
        root = ET.fromstring(svg_sankey(layout))  # noqa: S314 (our own drawing)
        assert len(root.findall(f".//{SVG}rect")) == len(layout.nodes)
        assert len(root.findall(f".//{SVG}path")) == len(layout.links)


def test_every_shape_has_a_real_fill_for_printers_that_ignore_style_sheets() -> None:
    root = ET.fromstring(svg_sankey(layout_flows(TEN)))  # noqa: S314 (our own drawing)
    (nodes,) = (g for g in root.iter(f"{SVG}g") if g.get("class") == "nodes")
    names = [text for text in nodes.iter(f"{SVG}text") if "fill" not in text.attrib]
    shapes = [*root.iter(f"{SVG}rect"), *root.iter(f"{SVG}path"), *root.iter(f"{SVG}text")]
    filled = [shape for shape in shapes if shape not in names]  # names have that of their group
    assert names
    assert all(shape.get("fill", "").startswith("#") for shape in (nodes, *filled))


def test_titles_tell_the_numbers() -> None:
    drawing = svg_sankey(layout_flows(TEN))
    assert "<title>Step 1. ad: 6 journeys, 60% of those that start</title>" in drawing
    assert "<title>ad → home: 4 journeys, 40% of those that start</title>" in drawing


def test_a_count_under_the_limit_is_in_no_title() -> None:
    drawing = svg_sankey(layout_flows(TEN), style=SankeyStyle(small_cell=3))
    assert "store → Goal reached: fewer than 3 journeys" in drawing
    assert "2 journeys" not in drawing


def test_labels_have_two_lines_one_line_or_none_by_the_height_of_the_bar() -> None:
    # 1000 journeys in 640 px less a gap: 60 px, then 19 px, then 3 px.
    sizes = {"tall": 900, "low": 30, "thin": 5}
    flows = [Flow(0, "(start)", name, n) for name, n in sizes.items()]
    flows += [Flow(1, name, "(ended)", n) for name, n in sizes.items()]
    root = ET.fromstring(svg_sankey(layout_flows(flows)))  # noqa: S314 (our own drawing)
    bars = {(g.findtext(f"{SVG}title") or "")[8:12]: g for g in root.iter(f"{SVG}g")}
    lines = {name: len(g.findall(f"{SVG}text")) for name, g in bars.items() if g.get("role")}
    assert (lines["tall"], lines["low:"], lines["thin"]) == (2, 1, 0)


def test_a_label_is_cut_to_the_room_it_has() -> None:
    long = "Comparador de tarifas de fibra y móvil"
    short = cut_to_width(long, 100, 11)
    assert short.endswith("…")
    assert width_of(short, 11) <= 100
    assert cut_to_width("Pago", 100, 11) == "Pago"
