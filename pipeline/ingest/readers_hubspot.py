"""HubSpot's exports with labels, in the language of whoever made them, or a connector's tables.

In:     a CSV file or a workbook; `[source.columns]`, where a portal has other labels than the ones
        known here
Out:    `delivered`, with the English labels that sql/load/hubspot_*.sql reads; rows of a
        connector's table have a body with `_table`
Errors: as csv_rows
Source: labels of knowledge.hubspot.com/es and exports in public parsers. HubSpot translates them by
        machine and portals rename them, so a source can name each one: `columns.value = "Importe"`
"""

from __future__ import annotations

import re

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.readers import Fault, csv_rows, delivered_labels
from pipeline.ingest.readers_text import csv_table, first_line, parquet_table, table_again
from pipeline.ingest.remote import kind_at
from pipeline.ingest.sheets import sheet_rows
from pipeline.sqlfiles import sql_text

_SPANISH = {
    "ID de registro": "Record ID",
    "ID del registro": "Record ID",
    "Correo": "Email",
    "Correo electrónico": "Email",
    "Número de teléfono": "Phone Number",
    "Fecha de creación": "Create Date",
    "Fecha de cierre": "Close Date",
    "Etapa del ciclo de vida": "Lifecycle Stage",
    "Fuente original": "Original Source",
    "Etapa del negocio": "Deal Stage",
    "Cantidad": "Amount",
    "Importe": "Amount",
    "Valor": "Amount",
    "Moneda": "Currency",
    "Canal de venta": "Sales channel",
    "Canal de ventas": "Sales channel",
    "ID de contactos asociados": "Associated Contact IDs",
    "IDs de contactos asociados": "Associated Contact IDs",
}
_NAMED = {
    "email": "Email",
    "phone": "Phone Number",
    "persona": "Persona",
    "occurred_at": "Create Date",
    "value": "Amount",
    "currency": "Currency",
    "channel": "Sales channel",
    "order_id": "Record ID",
}
_STAGE_ENTERED = re.compile(
    r'Fecha (?:introducida|de entrada|en que (?:se )?entró)(?: en)?(?: la etapa)? "(.+ \(.+\))"'
)


_OF_A_TABLE = re.compile(r"\b(?:_fivetran_|_dlt_|property_|deal_id\b)", re.IGNORECASE)


def hubspot_csv(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """The rows of an export by the portal, or of a connector's table."""
    if not _OF_A_TABLE.search(first_line(delivery)):
        faults = csv_rows(engine, source, delivery)
        _in_english(engine, source)
        return faults
    faults = csv_table(engine, source, delivery)
    engine.execute(sql_text("load/hubspot_tables.sql"))
    return faults


def hubspot_sheet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """The rows of an export by the portal as a workbook."""
    faults = sheet_rows(engine, source, delivery)
    _in_english(engine, source)
    return faults


def hubspot_parquet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """The rows of a connector's table."""
    faults = parquet_table(engine, source, delivery)
    engine.execute(sql_text("load/hubspot_tables.sql"))
    return faults


def hubspot_again(engine: DuckDBEngine, source: Source, path: str) -> None:
    """Rows that were rejected before, without their files; those of an export are in English."""
    if kind_at(path) != "xlsx" and _OF_A_TABLE.search(",".join(delivered_labels(engine))):
        table_again(engine, source, path)
        engine.execute(sql_text("load/hubspot_tables.sql"))
    else:
        _in_english(engine, source)


def _in_english(engine: DuckDBEngine, source: Source) -> None:
    labels = sorted(delivered_labels(engine))
    named = {
        source.columns[field]: name for field, name in _NAMED.items() if field in source.columns
    }
    english = _english(labels, _of_contacts(source, labels) | named)
    if english:
        engine.execute(
            sql_text("load/hubspot_labels.sql"),
            {"given": list(english), "english": list(english.values())},
        )


def _of_contacts(source: Source, labels: list[str]) -> dict[str, str]:
    """What `contact_id` names: the record of a contact, the contacts that a deal belongs to."""
    label = source.columns.get("contact_id")
    if label is None:
        return {}
    is_deal = {"Deal Stage", "Etapa del negocio"} & set(labels)
    return {label: "Associated Contact IDs" if is_deal else "Record ID"}


def _english(labels: list[str], named: dict[str, str]) -> dict[str, str]:
    """The labels to change, each with its English one; one that is there already is not doubled."""
    english: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: label not in named):
        stage = _STAGE_ENTERED.fullmatch(label)
        name = named.get(label) or _SPANISH.get(label)
        name = f'Date entered "{stage[1]}"' if stage else name
        if name and name not in labels and name not in english.values():
            english[label] = name
    return english
