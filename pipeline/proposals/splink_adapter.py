"""Proposals by Splink, in the same table: the same pairs and reasons, with points that are learnt.

In:     identity.profiles, as for `propose`
Out:    identity.proposals and what leads to it; the score is Splink's match weight without the
        prior, which stays ours, as do the reasons and the refusal of names that contradict
Units:  as for `propose`
Errors: JourneysError that names the extra when Splink is not installed, or says that it found too
        little to learn from
Source: Splink 5 (MIT), https://moj-analytical-services.github.io/splink: u by random sampling with
        a fixed seed, m by expectation maximisation, on pairs with one e-mail and then one phone
"""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import compute

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.extras import required
from pipeline.proposals.propose import PROPOSALS, SCORES, proposal_models, propose
from pipeline.proposals.tables import ProposalRules
from pipeline.sqlfiles import sql_text

_PEOPLE = TableName("identity", "splink_people")
_WEIGHTS = TableName("identity", "splink_weights")
_PAIRS_SAMPLED = 3e6
_LEARNS_FROM = ("email", "phone")
_FEWEST_PAIRS = 100


def propose_by_splink(engine: DuckDBEngine, rules: ProposalRules | None = None) -> None:
    """Fill identity.proposals with the pairs that Splink finds probable."""
    splink = required("splink", extra="probabilistic", what="Proposing links by Splink")
    propose(engine, rules)
    engine.create_table(_PEOPLE, sql_text("proposals/splink_input.sql"))
    engine.put_table(_WEIGHTS, _weights(engine, splink))
    engine.put_table(SCORES, engine.read(sql_text("proposals/splink_scores.sql")))
    engine.create_table(PROPOSALS, proposal_models()[PROPOSALS].select)


def _weights(engine: DuckDBEngine, splink: ModuleType) -> pa.Table:
    """The weight that Splink gives to every candidate pair: left_no, right_no, match_weight."""
    people = engine.read("select * from identity.splink_people order by unique_id")
    pairs = engine.read(sql_text("proposals/splink_pairs.sql"))
    _refuse_too_few_pairs(engine)
    odds = 2.0 ** engine.scalar("select prior_points from identity.proposal_prior")
    # A database of its own, as Splink leaves tables behind by the dozen.
    with duckdb.connect(":memory:") as scratch:
        linker, backend = _linker(scratch, people, odds / (1 + odds), splink)
        _learn(linker, splink)
        linker.table_management.register_blocked_pairs_for_predict(backend.register(pairs))
        found = linker.inference.predict().as_duckdbpyrelation()
        return _left_and_right(found.to_arrow_table())


def _linker(
    scratch: duckdb.DuckDBPyConnection, people: pa.Table, prior: float, splink: ModuleType
) -> tuple[Any, Any]:
    backend = splink.DuckDBAPI(scratch)
    tables = [
        backend.register(
            people.filter(compute.equal(people["source_no"], number)).drop_columns("source_no"),
            dataset_display_name=f"source_{number}",
        )
        for number in sorted(people["source_no"].unique().to_pylist())
    ]
    return splink.Linker(tables, _settings(splink, prior), log_level=logging.ERROR), backend


def _settings(splink: ModuleType, prior: float) -> Any:  # noqa: ANN401 - Splink is not always there
    library = required("splink.comparison_library", extra="probabilistic", what="Splink")
    return splink.SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=prior,
        comparisons=[
            library.JaroWinklerAtThresholds("forename", [0.92, 0.85]).configure(
                term_frequency_adjustments=True
            ),
            library.JaroWinklerAtThresholds("surname", [0.92]).configure(
                term_frequency_adjustments=True
            ),
            library.JaroWinklerAtThresholds("second_surname", [0.92]).configure(
                term_frequency_adjustments=True
            ),
            library.EmailComparison("email"),
            library.LevenshteinAtThresholds("phone", [2]),
            library.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[splink.block_on("email")],
        retain_matching_columns=False,
    )


def _learn(linker: Any, splink: ModuleType) -> None:  # noqa: ANN401 - as above
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=_PAIRS_SAMPLED, seed=1)
    for column in _LEARNS_FROM:
        training.estimate_parameters_using_expectation_maximisation(splink.block_on(column))


def _left_and_right(found: pa.Table) -> pa.Table:
    """Splink's pairs in our order: left and right as the candidates have them."""
    return found.select(["unique_id_l", "unique_id_r", "match_weight"]).rename_columns(
        ["left_no", "right_no", "match_weight"]
    )


def _refuse_too_few_pairs(engine: DuckDBEngine) -> None:
    for column in _LEARNS_FROM:
        count = engine.scalar(
            "select coalesce(sum(pairs), 0) from identity.proposal_key_pairs where rule = ?",
            [column],
        )
        if count < _FEWEST_PAIRS:
            raise JourneysError(
                f"Splink has too little to learn from: {count} pairs of profiles share "
                f"{column}, and it needs {_FEWEST_PAIRS}.",
                where="identity.profiles",
                fix="propose by the score in SQL, which learns nothing",
            )
