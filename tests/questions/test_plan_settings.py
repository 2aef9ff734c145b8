"""Plans in the configuration: what asks for nothing, and names that nothing has."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.config.plan_checks import plan_mistakes
from pipeline.config.plans import Plan


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": ["look"]}, "at least 2"),
        ({"steps": [{"touchpoint": "look", "within": "1 day"}, "pay"]}, "before the first"),
        (
            {"steps": [{"touchpoint": name, "optional": True} for name in ("look", "pay")]},
            "not optional",
        ),
    ],
)
def test_a_plan_that_asks_for_nothing_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Plan.model_validate({"name": "p", "journey": "buy"} | change)


def test_mistakes_in_names_are_told_with_the_nearest_one() -> None:
    plan = {
        "name": "p",
        "journey": "by",
        "steps": ["lok", {"touchpoint": ["pay", "look"]}, "pay*"],
        "forbidden": ["pay", "eror"],
    }
    found = [
        (mistake.what, mistake.where, mistake.fix)
        for mistake in plan_mistakes([plan], ["buy"], ["look", "pay", "error"])
    ]
    again = "name it in one place; a step that comes again is no deviation"
    assert found == [
        ('No journey is called "by".', '[[plan]] "p" key "journey"', 'did you mean "buy"?'),
        ('No touchpoint is called "lok".', '[[plan]] "p" key "steps"', 'did you mean "look"?'),
        (
            'No touchpoint is called "eror".',
            '[[plan]] "p" key "forbidden"',
            'did you mean "error"?',
        ),
        ('"pay" is step 2 and step 3: it cannot be both.', '[[plan]] "p" key "steps"', again),
        (
            '"pay" is step 2 and forbidden: it cannot be both.',
            '[[plan]] "p" key "forbidden"',
            again,
        ),
    ]
