"""What a funnel shows, and what it says of mistakes. Times are minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

import pipeline as jp
from pipeline.errors import JourneysError
from tests.questions.funnel_story import STEPS, shop_warehouse, units, warehouse


@pytest.fixture(scope="module")
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    with shop_warehouse() as db:
        yield db


# --- the result ---------------------------------------------------------------------------------


def test_rates_have_wilsons_interval(shop: duckdb.DuckDBPyConnection) -> None:
    found = jp.funnel(shop, journey="buy", steps=STEPS).steps[1]
    # 3 of 4: centre (0.75 + z2/8) / (1 + z2/4), z2 = 3.8415, half width 0.3253.
    assert found.rate_of_first.low == pytest.approx(0.3006, abs=5e-5)
    assert found.rate_of_first.high == pytest.approx(0.9544, abs=5e-5)


def test_times_have_quartiles_and_the_90th_percentile() -> None:
    text = "\n".join(f"p{n}: 0 visit, {n} pay" for n in (1, 2, 3, 4, 11))
    with warehouse(text) as db:
        found = jp.funnel(db, journey="buy", steps=["visit", "pay"]).steps[1].from_previous
    # Of five the quartiles are the 2nd and the 4th; 0.9 lies six tenths from the 4th to the 5th.
    assert vars(found) == pytest.approx(
        {"p25_s": 120, "median_s": 180, "p75_s": 240, "p90_s": 240 + 0.6 * 420}
    )


def test_a_frame_a_figure_and_the_notebook_show_the_same_numbers(
    shop: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.funnel(shop, journey="buy", steps=STEPS)
    frame = found.frame()
    assert frame["step_no"].tolist() == [1, 2, 3]
    assert frame["touchpoint"].tolist() == STEPS
    assert frame["journeys"].tolist() == [4, 3, 3]
    assert frame["rate_of_previous"].tolist()[1:] == [0.75, 1.0]
    done, still_open, lost = found.figure().data
    assert list(done.x) == [4, 3, 3]
    assert [sum(counts) for counts in zip(done.x, still_open.x, lost.x, strict=True)] == [4, 4, 3]
    shown = found._repr_html_()
    assert ">75.0 %<" in shown
    assert "window: none" in shown


def test_names_from_the_data_are_text_in_the_notebook_and_the_figure() -> None:
    with warehouse("ana: 0 <b>x</b>, 5 <i>y</i>") as db:
        found = jp.funnel(db, journey="buy", steps=["<b>x</b>", "<i>y</i>"])
    assert "&lt;b&gt;x" in found._repr_html_()
    assert "<b>" not in found._repr_html_()
    assert [label.partition("<br>")[0] for label in found.figure().data[0].y] == [
        "1. &lt;b&gt;x&lt;/b&gt;",
        "2. &lt;i&gt;y&lt;/i&gt;",
    ]


def test_nobody_gives_no_rate() -> None:
    with warehouse("ana: 0 read", known=["visit", "pay"]) as db:
        found = jp.funnel(db, journey="buy", steps=["visit", "pay"])
        assert found.frame()["rate_of_first"].isna().all()
    assert units(found) == [0, 0]
    assert "-" in found._repr_html_()


# --- mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"journey": "bye"}, 'No journey is called "bye".\n  fix:   did you mean "buy"?'),
        (
            {"steps": ["visit", "pey"]},
            'No touchpoint is called "pey".\n  fix:   did you mean "pay"?',
        ),
        ({"exclude": ["hepl"]}, 'No touchpoint is called "hepl".\n  fix:   did you mean "help"?'),
        ({"steps": ["visit"]}, "at least 2 items"),
        ({"steps": [{"touchpoint": "visit", "optional": True}, "pay"]}, "first step cannot be"),
        ({"steps": ["visit", {"touchpoint": "pay", "optional": True}]}, "two steps that are not"),
        ({"order": "orderd"}, '"orderd" cannot stand here.\n  where: option "order"'),
        ({"window": "30"}, "'30' is not a duration"),
        ({"entry": "last"}, '"last" cannot stand here.\n  where: option "entry"'),
        ({"hold": "chanel"}, 'did you mean "channel"?'),
        ({"by": "chanel"}, 'did you mean "channel"?'),
        ({"unit": "person"}, '"person" cannot stand here.\n  where: option "unit"'),
        ({"trend": "month"}, "known: day, week"),
        ({"exclude": [{"touchpoint": "help", "after": 3}]}, "and a later step `before`"),
        ({"exclude": [{"touchpoint": "help", "before": 9}]}, "are the numbers of steps"),
        (
            {"order": "any", "exclude": [{"touchpoint": "help", "after": 2}]},
            "nothing lies between two steps",
        ),
        ({"order": "any", "steps": ["visit", "*"]}, '"visit" is in step 1 and in step 2'),
        (
            {
                "order": "strict",
                "steps": ["visit", {"touchpoint": ["help", "pay"], "optional": True}, "pay"],
            },
            '"pay" is in step 2 and in step 3',
        ),
    ],
)
def test_what_does_not_fit_is_said(
    shop: duckdb.DuckDBPyConnection, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(JourneysError) as caught:
        jp.funnel(shop, **{"journey": "buy", "steps": STEPS} | options)
    assert message in str(caught.value)
