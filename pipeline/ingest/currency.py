"""Currency codes of records on their way into the raw layer.

In:     the records of a step, with or without a column `currency`
Out:    the same with codes in capitals; a record whose code is unknown has a reason to be rejected
Errors: none
Source: the codes Babel knows, which are those of ISO 4217 and of currencies that are gone
"""

from __future__ import annotations

from babel.numbers import list_currencies
from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    ConstantExpression,
    DuckDBPyRelation,
    StarExpression,
)
from duckdb import FunctionExpression as Call


def with_known_currencies(records: DuckDBPyRelation) -> DuckDBPyRelation:
    """Reject what is no currency: an amount in it would be added to amounts in another."""
    if "currency" not in records.columns:
        return records
    nothing, written = ConstantExpression(None), ColumnExpression("currency").cast("VARCHAR")
    code = Call("nullif", Call("upper", Call("trim", written)), ConstantExpression(""))
    known = code.isnull() | code.isin(*map(ConstantExpression, sorted(list_currencies())))
    unknown = Call("concat", ConstantExpression("unknown currency: "), written)
    fault = CaseExpression(known, nothing.cast("VARCHAR")).otherwise(unknown)
    return records.select(
        StarExpression(exclude=["currency", "reject_reason"]),
        code.alias("currency"),
        CoalesceOperator(ColumnExpression("reject_reason"), fault).alias("reject_reason"),
    )
