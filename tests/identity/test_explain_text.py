"""The answer as a user reads it: text for a terminal, JSON for a program, the command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from pipeline.cli import main
from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.explain import explain, why
from pipeline.identity.explain_text import answer_lines, as_json, explanation_lines, show
from pipeline.identity.explanation import Explanation
from pipeline.run import Plan, run
from tests.identity.test_explain import asking

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBEngine]:
    with asking() as engine:
        yield engine


def shown(found: Explanation, language: str = "en") -> str:
    """What a user without a terminal reads."""
    console = Console(file=io.StringIO(), highlight=False)
    show(explanation_lines(found, language), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_text_shows_chains_as_a_tree(warehouse: DuckDBEngine) -> None:
    text = shown(explain(warehouse.connection, "ana"))
    assert text.startswith("user_id ana\n  unique, 2 events, 2026-03-02 10:00:00 to")
    assert (
        '  email ana@x.es: seen together, "login" web:x2, 2026-03-02 10:01:00\n'
        '    phone 600123: seen together, "call" web:x3, 2026-03-02 10:02:00\n'
        '    ticket_id 7 of crm: seen together, "ask" crm:x5, 2026-03-02 10:04:00\n'
    ) in text


def test_it_speaks_the_language_of_the_project(warehouse: DuckDBEngine) -> None:
    text = shown(explain(warehouse.connection, "ana"), "es")
    assert text.startswith("user_id ana\n  único, 2 eventos, 2026-03-02 10:00:00 a 2026-03-02")
    assert '  email ana@x.es: vistos juntos, "login" web:x2, 2026-03-02 10:01:00\n' in text
    assert "\nUnido con\n" in text
    laptop = explain(warehouse.connection, "laptop", id_type="anonymous_id")
    assert "por el dispositivo: se sabía antes de quién era" in shown(laptop, "es")
    email = explain(warehouse.connection, "us@x.es")
    refused = 'rechazado: daría dos a una misma persona: Número de cliente, "login" web:x8'
    assert refused in shown(email, "es")
    assert "habría unido" in shown(email, "es")
    lines = list(answer_lines(why(warehouse.connection, "ana", "bea"), "es"))
    assert lines[:2] == ["user_id ana y user_id bea", "  no son de una misma persona"]


def test_notes_are_said_in_the_language_of_the_project(warehouse: DuckDBEngine) -> None:
    info = explain(warehouse.connection, "info@x.es")
    assert "bloqueado (buzón genérico): no une nada ni es de nadie" in shown(info, "es")
    assert "blocked (role mailbox): it joins and owns nothing" in as_json(info)


def test_json_has_everything_and_times_that_can_be_read(warehouse: DuckDBEngine) -> None:
    found: dict[str, Any] = json.loads(as_json(explain(warehouse.connection, "ana")))
    assert found["person"]["first_at"] == "2026-03-02T10:00:00+00:00"
    assert len(found["identifiers"]) == 4


def test_signs_from_logs_do_nothing_to_the_terminal() -> None:
    hostile = "\x1b[2J[bold]x[/bold]\u202e"
    with asking(f"ana 10:00 {hostile} email=a@x.es") as engine:
        text = shown(explain(engine.connection, "ana"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]x[/bold]" in text


def test_long_answers_are_cut_and_say_so() -> None:
    lines = [f"ana 10:{n:02} a anonymous_id=c{n:02}" for n in range(40)]
    with asking("\n".join(lines)) as engine:
        found = explain(engine.connection, "ana")
    assert "  ... and 15 more lines; --json has them all" in shown(found)
    assert len(found.identifiers) == 40


CONFIG = """
[[source]]
name = "web"
files = ["web.csv"]
timezone = "UTC"
columns = { event = "event", occurred_at = "at", user_id = "user", email = "email" }
[[journey]]
name = "all"
boundary = "whole"
goal = ["buy"]
timeout = "1 day"
"""
WEB = "event,at,user,email\nbuy,2026-03-02 10:00,u,\nlook,2026-03-02 11:00,u,a@x.es\n"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command on a published warehouse: exit code, output, messages."""
    folder = tmp_path_factory.mktemp("explain")
    (folder / "journeys.toml").write_text(CONFIG)
    (folder / "web.csv").write_text(WEB)
    run(load_config(folder / "journeys.toml"), Plan(load=True, build=True))

    def explained(*arguments: str) -> tuple[int, str, str]:
        config = ["--config", str(folder / "journeys.toml")]
        done = CliRunner().invoke(main, ["explain", *config, *arguments])
        return done.exit_code, done.stdout, done.stderr

    return explained


def test_the_command_tells_why(command: Command) -> None:
    code, told, _ = command(" A@X.es")
    assert code == 0
    assert told.splitlines()[0] == "email a@x.es"
    assert '  user_id u: seen together, "look" ' in told


def test_the_command_gives_json(command: Command) -> None:
    code, told, _ = command("u", "--json")
    assert code == 0
    assert json.loads(told)["identifier"]["id_value"] == "u"


def test_the_command_compares_two(command: Command) -> None:
    code, told, _ = command("u", "a@x.es")
    assert code == 0
    assert told.splitlines()[:2] == ["user_id u and email a@x.es", "  are one person's"]


def test_the_command_says_what_it_does_not_know(command: Command) -> None:
    code, told, error = command("zoe", "--type", "email")
    assert (code, told) == (1, "")
    assert error.startswith('Nothing is called "zoe": no email.')


def test_a_type_belongs_to_one_question(command: Command) -> None:
    code, _, error = command("u", "a@x.es", "--type", "email")
    assert code == 2
    assert "TYPE=VALUE" in error
