"""WhatsApp chat exports: one record per message, with who wrote it and to whom it belongs.

In:     the .txt that a phone exports; `own_names` and `date_order` of the source
Out:    records `{written_at, sender, own, customer, kind, text}`, numbered by their first line;
        written_at is local time as text; kind is message, media, deleted, missed call or system;
        a line before the first message has no written_at
Errors: RefusedFileError when days and months cannot be told apart and the source does not say
Source: headers and notices of public parsers' test chats (whatstk and several Spanish ones)
Note:   a message may run over many lines; a line opens a message only if it begins with a date
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.chat_dates import Written, local_time, order_of_dates
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.python_records import Record, deliver, text_of
from pipeline.ingest.readers import Fault

# Marks of writing direction, and the blanks that phones put where others put a plain one.
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_LEFT_TO_RIGHT = "\u200e"
_MOMENT = (
    r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4}),? (\d{1,2})[:.](\d\d)(?:[:.](\d\d))? ?"
    r"([ap]\.? ?m\.?)?"
)
_HEADER = re.compile(rf"(?:\[{_MOMENT}\]|{_MOMENT} -) (.*)", re.IGNORECASE | re.DOTALL)
_EDITED = re.compile(r"\s*<(?:Se editó este mensaje|This message was edited)\.?>\s*$")
_ENCRYPTED = re.compile(
    r"(?:Los mensajes|Messages) .*(?:cifrados de extremo a extremo|end-to-end encrypted)"
)
_MEDIA = re.compile(
    r"<(?:Multimedia omitido|Media omitted|Archivo omitido)>|<(?:adjunto|attached): .*>"
    r"|(?:imagen|v[ií]deo|audio|sticker|GIF|documento|image|video|document"
    r"|Tarjeta de contacto|Contact card)[^\n]* (?:omitid[oa]|omitted)"
    r"|.* \((?:archivo adjunto|file attached)\).*",
    re.IGNORECASE | re.DOTALL,
)
_DELETED = re.compile(
    r"(?:Se eliminó este mensaje|Eliminaste este mensaje|This message was deleted"
    r"|You deleted this message)\.?"
)
_MISSED = re.compile(
    r"(?:(?:Video)?llamada (?:de (?:voz|v[ií]deo) )?perdida|Missed (?:voice|video) call)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_SHARED = re.compile(r"(?:Ubicación|Location|ENCUESTA|POLL)\b")
_ACTIONS = re.compile(
    r"\b(?:cambió el asunto|cambiaste el asunto|cambió la descripción|creó el grupo|changed the"
    r" subject|changed the group|created group|código de seguridad|security code)\b"
)
_FILE_OF = re.compile(r"(?:WhatsApp Chat (?:with|-)|Chat de WhatsApp (?:con|-)) (.+?)\.txt")


@dataclass
class _Message:
    """One message as its lines come in."""

    line: int
    written: Written | None
    lines: list[str] = field(default_factory=list)


def whatsapp_messages(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Every message of one chat, system notices included."""
    messages = list(_messages(text_of(delivery)))
    written = [message.written for message in messages if message.written]
    order = source.date_order or order_of_dates(written, where=delivery.name)
    told = [_told(message, order, own_names=source.own_names) for message in messages]
    named = _FILE_OF.search(delivery.path.name)
    deliver(engine, _with_customers(told, chat_name=named.group(1) if named else None))
    return []


def _messages(text: str) -> Iterator[_Message]:
    """Split the text before each line that opens a message."""
    current: _Message | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        header = _HEADER.fullmatch(_MARKS.sub("", line).translate(_BLANKS))
        if header:
            if current:
                yield current
            moment = header.groups()[:7] if header[1] else header.groups()[7:14]
            current = _Message(number, moment, [_rest(line, header[15])])
        elif current:
            current.lines.append(line)
        elif line.strip():
            yield _Message(number, None, [line])
    if current:
        yield current


def _rest(line: str, clean: str) -> str:
    """What follows a header, with the mark that says WhatsApp wrote it and not a person."""
    sender, colon, text = clean.partition(": ")
    marked = line.translate(_BLANKS).partition(": ")[2].startswith(_LEFT_TO_RIGHT)
    return f"{sender}{colon}{_LEFT_TO_RIGHT}{text}" if marked else clean


def _told(message: _Message, order: str, *, own_names: list[str]) -> Record:
    if message.written is None:
        return message.line, {"kind": "system", "text": message.lines[0]}
    rest = "\n".join(message.lines).rstrip()
    sender, colon, text = rest.partition(": ") if ": " in rest else rest.partition(":\n")
    known = bool(colon) and not _ACTIONS.search(sender)
    name = sender.lstrip("~ ").strip()
    record = {
        "written_at": local_time(message.written, order),
        "sender": name if known else None,
        "own": known and name in own_names,
        "kind": _kind(text) if known else "system",
        "text": _EDITED.sub("", _MARKS.sub("", text)) if known else rest,
    }
    return message.line, record


def _kind(text: str) -> str:
    plain = _MARKS.sub("", text)
    if _ENCRYPTED.match(plain):
        return "system"
    for kind, pattern in (("media", _MEDIA), ("deleted", _DELETED), ("missed call", _MISSED)):
        if pattern.fullmatch(plain):
            return kind
    if text.startswith(_LEFT_TO_RIGHT) and not _SHARED.match(plain):
        return "system"
    return "message"


def _with_customers(told: list[Record], *, chat_name: str | None) -> Iterator[Record]:
    """Say whose conversation each message is.

    What the customer wrote is the customer's. What we wrote belongs to the customer who wrote last
    before it, else to the first who writes, else to the one whom the file is named after.
    """
    writers = [
        record["sender"]
        for _, record in told
        if record.get("sender") and not record["own"] and record["kind"] != "system"
    ]
    customer = writers[0] if writers else chat_name
    for number, record in told:
        sender, own = record.get("sender"), record.get("own")
        if sender and not own and record["kind"] != "system":
            customer = sender
        yield number, record | {"customer": customer}
