"""What the page says a visit is: only what is switched on, in both languages."""

from __future__ import annotations

import pytest

from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from tests.report.company import Journey
from tests.report.marts import Frame, warehouse

OPTIONS = {
    "session_gap_ends": "equal",
    "session_midnight": True,
    "session_campaign": True,
    "session_length_s": 7200.0,
    "session_begins": "login, call",
    "session_ends": "<b>logout</b>",
}
PLAIN = {
    "en": ["A run of events of one person without a gap longer than 30 minutes."],
    "es": ["Eventos seguidos de una persona sin una pausa de más de 30 minutos."],
}
SAID = {
    "en": [
        "A run of events of one person without a gap of 30 minutes or more.",
        "It also ends at midnight (Europe/Madrid).",
        "It also ends before an event of another campaign than the person came by before.",
        "It is parted every 2 hours.",
        "These events begin a new one: login, call.",
        "It is over after these events: &lt;b&gt;logout&lt;/b&gt;.",
    ],
    "es": [
        "Eventos seguidos de una persona sin una pausa de 30 minutos o más.",
        "Termina también a medianoche (Europe/Madrid).",
        "Termina también antes de un evento de otra campaña que aquella por la que vino",
        "Se parte cada 2 horas.",
        "Estos eventos empiezan otra: login, call.",
        "Se acaba tras estos eventos: &lt;b&gt;logout&lt;/b&gt;.",
    ],
}


def _page(made_up: list[Journey], language: str, options: dict[str, object]) -> str:
    plain = warehouse(made_up[:60], language=language)
    run: Frame = plain.table("marts.run").to_arrow_table().to_pylist()
    db = warehouse(made_up[:60], language=language, run=[{**run[0], **options}])
    return page_as_html(build_page(read_marts(db)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_says_what_ends_a_visit(made_up: list[Journey], language: str) -> None:
    plain = _page(made_up, language, {})
    chosen = _page(made_up, language, OPTIONS)
    assert all(sentence in chosen for sentence in SAID[language])
    assert all(sentence in plain for sentence in PLAIN[language])
    assert not any(sentence in plain for sentence in SAID[language])
