"""Bad inputs: JSON, identifiers, numbers, and times."""

from __future__ import annotations

from tests.ingest.bad_inputs import AT, COLUMNS, Case, csv, lines, record

ZONE, SECONDS = 'timezone = "Europe/Madrid"', 'epoch = "s"'
NO_UNIT = "time is a number of no certain unit; state epoch in the source"
NO_OBJECT = "not a JSON object"
BIG = 12345678901234567890123
VALUE = COLUMNS + '\nvalue = "value"'
DEEP = '{"a":' * 20_000 + "1" + "}" * 20_000


def _bad_line(name: str, line: str, reason: str = NO_OBJECT) -> Case:
    """A line of JSON after a good one, which is rejected alone."""
    return Case(name, "rejected", lines(record(), line), ("ana visit",), ((2, reason),))


def _good_line(name: str, line: str, *kept: str) -> Case:
    return Case(name, "accepted", lines(line), kept)


JSON = (
    _bad_line("an array in place of an object", '["ana"]'),
    _bad_line("a line that is a text", '"ana"'),
    _bad_line("a line that is null", "null"),
    _bad_line("a line that is cut", record()[:-3]),
    _bad_line("two objects on one line", record() + record()),
    _good_line("the word NaN in json", record()[:-1] + ', "x": NaN}', "ana visit"),
    _bad_line("single quotes in json", record().replace('"', "'")),
    _good_line("a comma too many in json", record()[:-1] + ",}", "ana visit"),
    _bad_line("an object without anything", "{}", "no event"),
    _bad_line("json nested 20,000 deep", DEEP, "nested more than 128 deep"),
    _bad_line("arrays nested 20,000 deep", "[" * 20_000 + "]" * 20_000),
    _bad_line(
        "an object with arrays nested 20,000 deep",
        record()[:-1] + ', "x": ' + "[" * 20_000 + "]" * 20_000 + "}",
        "nested more than 128 deep",
    ),
    _bad_line("a key that stands twice", '{"who": "eva", ' + record()[1:], "a key twice: who"),
    _bad_line("a line of 3 MB", record(x="x" * 3_000_000), "longer than 1,000,000 bytes"),
    Case(
        "a line of 20 MB",
        "refused",
        lines(record(), record(x="x" * 20_000_000)),
        message="a line of more than 16,000,000",
    ),
    _good_line("brackets within a text", record(event="[" * 999), "ana " + "[" * 999),
    _good_line("an id that is a big number", record(who=BIG), f"{BIG} visit"),
    _good_line("an id beyond what a double holds", record(who=2**53 + 1), f"{2**53 + 1} visit"),
    _bad_line("half of a character escaped", record(x="?").replace("?", r"\ud83d")),
    _good_line("a key with a dot", record(**{"a.b": "1"}), "ana visit"),
    Case(
        "lines of json with blank lines and CRLF",
        "accepted",
        {"a.jsonl": f"{record()}\r\n\r\n \n{record(who='eva')}".encode()},
        ("ana visit", "eva visit"),
    ),
    Case(
        "an array of json",
        "refused",
        {"a.jsonl": f"[{record()},\n{record()}]".encode()},
        message="No row of this file can be taken",
    ),
)
IDS = (
    Case("null-like ids", "accepted", csv(f"null,{AT},visit"), ("null visit",)),
    Case("placeholder ids", "accepted", csv(f"00000000,{AT},visit"), ("00000000 visit",)),
    Case(
        "ids of blanks only",
        "rejected",
        csv(f"ana,{AT},visit", f"  ,{AT},visit", f'"",{AT},visit'),
        ("ana visit",),
        ((3, "no identifier"), (4, "no identifier")),
    ),
    Case("ids with leading zeros", "accepted", csv(f"0042,{AT},visit"), ("0042 visit",)),
    Case("ids as Excel writes them", "accepted", csv(f"3.46E+10,{AT},visit"), ("3.46E+10 visit",)),
    Case("big ids in csv", "accepted", csv(f"{BIG},{AT},visit"), (f"{BIG} visit",)),
)


def _value(name: str, value: str, reason: str) -> Case:
    rows = csv(f"ana,{AT},visit,1.5", f"ana,{AT},visit,{value}", head="who,at,event,value")
    return Case(
        name, "rejected", rows, ("ana 1.5",), ((3, reason),), columns=VALUE, tell="user_id value"
    )


NUMBERS = (
    _value("a decimal comma that is not stated", '"29,90"', "value is not a number: 29,90"),
    _value("a value that is NaN", "NaN", "value is not a number: NaN"),
    _value("a value without end", "-inf", "value is not a number: -inf"),
    _value("a value too large for a number", "1e999", "value is not a number: 1e999"),
    _value("a value with a currency", "12 EUR", "value is not a number: 12 EUR"),
    Case(
        "a decimal comma, stated",
        "repaired",
        csv(f'ana,{AT},visit,"1.029,90"', head="who,at,event,value"),
        ("ana 1029.9",),
        settings='decimal = ","',
        columns=VALUE,
        tell="user_id value",
    ),
)


def _time(name: str, written: str, reason: str, settings: str = ZONE) -> Case:
    good = "1762938124" if settings == SECONDS else AT
    return Case(
        name,
        "rejected",
        csv(f"ana,{good},visit", f"ana,{written},visit"),
        ("ana visit",),
        ((3, reason),),
        settings=settings,
    )


def _unknown(name: str, written: str, settings: str = ZONE) -> Case:
    return _time(name, written, f"time not understood: {written}", settings)


def _taken(name: str, written: str, instant: str, settings: str = ZONE) -> Case:
    rows = csv(f"ana,{written},visit")
    return Case(name, "accepted", rows, (instant,), settings=settings, tell="occurred_at")


TIMES = (
    _unknown("an offset of 99 hours", "2025-11-12T10:00:00+99:99"),
    _unknown("an hour 24", "2025-11-12 24:00:00"),
    _unknown("an hour 29", "2025-11-12 29:00:00"),
    _unknown("the 30th of February", "2025-02-30 10:00:00"),
    _unknown("the word infinity", "infinity"),
    _unknown("the word epoch", "epoch"),
    _unknown("a leap second", "2016-12-31T23:59:60Z"),
    _unknown("day, month, year", "12/11/2025 10:00"),
    _unknown("a year of five digits", "12025-11-12T10:00:00Z"),
    _unknown("a time in words", "12 nov 2025"),
    _time("a number that is no time", "20251112", f"{NO_UNIT}: 20251112"),
    _time("a number among texts", "1762938124", f"{NO_UNIT}: 1762938124"),
    _unknown("text among numbers", "2025-11-12T10:00:00Z", SECONDS),
    _unknown("a time that is NaN", "NaN", SECONDS),
    _unknown("a number beyond all time", "1e300", SECONDS),
    _unknown("microseconds taken for seconds", "1762938124512345", SECONDS),
    _time("year 1", "0001-01-01T00:00:00Z", "time before 1971: 0001-01-01T00:00:00Z"),
    _time("year 9999", "9999-12-31T23:59:59Z", "time in the future: 9999-12-31T23:59:59Z"),
    _time("1970", "1970-01-01 00:00", "time before 1971: 1970-01-01 00:00"),
    _time(
        "milliseconds taken for seconds",
        "1762938124512",
        "time in the future: 1762938124512",
        SECONDS,
    ),
    _time("a time that is empty", "", "no time"),
    _time(
        "a time without a zone",
        "2025-11-12 10:00:00",
        "time without an offset, and the source names no timezone: 2025-11-12 10:00:00",
        "",
    ),
    _taken("the hour that summer time skips", "2025-03-30 02:30", "2025-03-30 01:30:00"),
    _taken("the hour that comes twice", "2025-10-26 02:30", "2025-10-26 01:30:00"),
    _taken("an offset of half an hour", "2025-11-12T10:00:00+0530", "2025-11-12 04:30:00"),
    _taken("nanoseconds", "2025-11-12T10:00:00.123456789Z", "2025-11-12 10:00:00"),
    _taken("a date alone", "2025-11-12", "2025-11-11 23:00:00"),
    _taken("seconds with a fraction", "1762938124.5", "2025-11-12 09:02:04", SECONDS),
)
CALL = '{"type": "track", "event": "visit", "anonymousId": "%s", "timestamp": "' + AT + '"%s}'


def _bad_call(name: str, call: str, reason: str) -> Case:
    """A Segment call after a good one."""
    return Case(
        name,
        "rejected",
        lines(CALL % ("a", ""), call),
        ("a visit",),
        ((2, reason),),
        settings='format = "segment"',
        tell="anonymous_id event",
        table="raw.segment_events",
    )


def _revenue(written: str) -> str:
    return CALL % ("a", f', "properties": {{"revenue": {written}}}')


SEGMENT = (
    _bad_call("a call that is no object", "[]", NO_OBJECT),
    _bad_call("a call with a key twice", CALL % ("a", ', "type": "page"'), "a key twice: type"),
    _bad_call("a call nested too deep", DEEP, "nested more than 128 deep"),
    _bad_call("a call without an id", CALL % ("", ""), "no identifier"),
    _bad_call("a revenue that is text", _revenue('"x"'), "revenue is not a number: x"),
    _bad_call("a revenue that is NaN", _revenue("NaN"), "revenue is not a number: NaN"),
)
ROWS = (*JSON, *SEGMENT, *IDS, *NUMBERS, *TIMES)
