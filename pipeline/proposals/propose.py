"""Propose links between profiles of two sources: never more than a proposal, nothing is merged.

In:     identity.profiles: profile_no, source, name, email, phone, postcode, one row per known
        person-like record of a source; all but the first two may be NULL, e-mail and phone in their
        one normal form, names with composed letters (as pipeline.meaning.contacts leaves them)
Out:    identity.proposals: left_no, right_no, score, probability, reason, and the tables that lead
        to it, of which identity.proposal_scores holds every pair that was compared
Units:  score in points (log2 odds); probability from 0 to 1
Errors: JourneysError naming the table whose SQL fails
Source: Fellegi-Sunter scores with term frequencies; what it reaches is in docs/proposals.md
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.engine.face import Engine, TableName
from pipeline.models import Model, in_order, load_models
from pipeline.proposals.tables import ProposalRules, proposal_tables
from pipeline.sqlfiles import sql_root

PROFILES = TableName("identity", "profiles")
SCORES = TableName("identity", "proposal_scores")
PROPOSALS = TableName("identity", "proposals")


def proposal_models() -> Mapping[TableName, Model]:
    """The models of proposals, which stand apart from those of every build."""
    return load_models(sql_root() / "proposals")


def propose(engine: Engine, rules: ProposalRules | None = None) -> None:
    """Fill identity.proposals by the score in SQL.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute(
    ...         "create table identity.profiles as from (values"
    ...         " (1, 'crm', 'García López, José', null, '+34600123456', null),"
    ...         " (2, 'support', 'Pepe García', 'pepe@x.es', '+34600123456', null)"
    ...         ") as p (profile_no, source, name, email, phone, postcode)")
    ...     propose(engine)
    ...     engine.read("select left_no, right_no, reason from identity.proposals").to_pylist()
    [{'left_no': 1, 'right_no': 2, 'reason': 'same name with a part missing, same phone'}]
    """
    put_tables(engine, rules or ProposalRules())
    models = proposal_models()
    for name in in_order({name: model.reads for name, model in models.items()}):
        engine.create_table(name, models[name].select)


def drop_workings(engine: Engine) -> None:
    """Leave nothing but identity.proposals of what `propose` has made: the rest holds names."""
    for name in proposal_models():
        if name != PROPOSALS:
            engine.drop_table(name)


def put_tables(engine: Engine, rules: ProposalRules) -> None:
    """Put the points, the words of names and the rules where the SQL reads them."""
    for name, table in proposal_tables(rules).items():
        engine.put_table(name, table)
