"""Which kinds of people there are, found from what they do.

In:     a warehouse that `journeys run` has built
Out:    Personas: shows itself in a notebook, and gives .frame(), .members(), .profile(),
        .stability()
Units:  people; shares from 0 to 1; seconds; money as in the sources
Errors: JourneysError when too few people have enough contacts, or an option is wrong
Source: see segments and persona_features
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow.compute as pc

from pipeline.errors import JourneysError
from pipeline.questions.drawings import html_table
from pipeline.questions.persona_features import (
    MOST_FITTED,
    Features,
    described,
    features_of,
)
from pipeline.questions.segments import (
    Division,
    Labels,
    centres_of,
    chosen,
    divisions,
    nearest,
)
from pipeline.sqlfiles import sql_text

if TYPE_CHECKING:
    import pandas as pd

_FEWEST = 200
_JUDGED = 1_500
_TOLD = 4
_FORMATS = {"persona": "{}", "people": "{:,}", "share": "{:.1%}", "description": "{}"}


@dataclass(frozen=True)
class Personas:
    """Groups of people who do alike, the largest first. In a notebook it shows its table.

    `left_out` people have too few contacts to say. One persona means that none were found.
    """

    features: Features
    label: Labels
    judged: tuple[Division, ...]
    left_out: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row per persona."""
        count = int(self.label.max())
        return [self._row(persona) for persona in range(1, count + 1)]

    def _row(self, persona: int) -> dict[str, Any]:
        is_in = self.label == persona
        told = [] if is_in.all() else described(self.features, is_in)
        return {
            "persona": persona,
            "people": int(is_in.sum()),
            "share": float(is_in.mean()),
            "description": "; ".join(_words(*one) for one in told[:_TOLD]) or "like everybody",
        }

    def frame(self) -> pd.DataFrame:
        """One row per persona: people, share, and in words what sets it apart."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(self.rows, columns=[*_FORMATS])

    def members(self) -> pd.DataFrame:
        """One row per person: person_id and persona."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame({"person_id": self.features.person_id, "persona": self.label})

    def profile(self) -> pd.DataFrame:
        """The mean of each feature, a column per persona."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        index = pd.MultiIndex.from_tuples(self.features.names, names=["feature", "value"])
        columns = {
            row["persona"]: self.features.plain[self.label == row["persona"]].mean(axis=0)
            for row in self.rows
        }
        return pd.DataFrame(columns, index=index)

    def stability(self) -> pd.DataFrame:
        """How stable each number of personas is, and whether it is more than one persona fewer."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame([vars(one) | {"is_more": one.is_more} for one in self.judged])

    def _repr_html_(self) -> str:
        caption = f"Personas found ({self.left_out:,} people with too few contacts left out)"
        return html_table(caption, self.rows, _FORMATS)


def personas(
    db: duckdb.DuckDBPyConnection, *, most: int = 6, min_contacts: int = 5, seed: int = 1
) -> Personas:
    """Divide people by where they have their contacts, how fast, and what they spend.

    At `most` so many personas are looked for, among people with `min_contacts`. Their number is the
    largest that stays the same when people are drawn anew, and that is more than chance. The same
    `seed` gives the same personas.

        jp.personas(db).frame()
    """
    if most < 2 or min_contacts < 2:  # noqa: PLR2004 - one is not a choice, nor a pace
        raise JourneysError("There are 2 personas and 2 contacts at least.", fix="2 or more")
    everybody = db.sql(sql_text("questions/persona_people.sql")).to_arrow_table()
    people = everybody.filter(pc.greater_equal(everybody.column("contacts"), min_contacts))
    if people.num_rows < _FEWEST:
        raise JourneysError(
            f"Only {people.num_rows} people have {min_contacts} contacts or more.",
            fix=f"{_FEWEST} people are the least to look for personas among",
        )
    mix = db.sql(sql_text("questions/persona_mix.sql")).to_arrow_table()
    kinds = db.sql(sql_text("questions/persona_kinds.sql")).to_arrow_table()
    features = features_of(people, mix, kinds)
    left_out = everybody.num_rows - people.num_rows
    return personas_of(features, most=most, seed=seed, left_out=left_out)


def personas_of(features: Features, *, most: int, seed: int, left_out: int = 0) -> Personas:
    """Find the personas of people whose features are known; the number is judged on some."""
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(features.points))
    judged = divisions(features.points[order[:_JUDGED]], most, seed)
    count = chosen(judged)
    label = np.zeros(len(order), np.int64)
    if count > 1:
        centres = centres_of(features.points[order[:MOST_FITTED]], count, draw)
        label = nearest(features.points, centres)
    sizes = np.argsort(-np.bincount(label, minlength=count), kind="stable")
    place = np.empty(count, np.int64)
    place[sizes] = np.arange(1, count + 1)
    return Personas(features, place[label], tuple(judged), left_out)


def _words(name: tuple[str, str], inside: float, outside: float) -> str:
    """One feature in words: how much these people have of it, and how much others.

    >>> _words(("channel", "app"), 0.82, 0.1)
    'channel app: 82 % of contacts (others 10 %)'
    >>> _words(("pace_s", ""), 7200, 86_400)
    '2.0 hours between contacts (others 24.0 hours)'
    >>> _words(("value", ""), 45.5, 12)
    'value 45.50 (others 12.00)'
    """
    block, value = name
    if block == "pace_s":
        return f"{inside / 3600:,.1f} hours between contacts (others {outside / 3600:,.1f} hours)"
    if block == "value":
        return f"value {inside:,.2f} (others {outside:,.2f})"
    return f"{block} {value}: {inside:.0%} of contacts (others {outside:.0%})".replace("%", " %")
