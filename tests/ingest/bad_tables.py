"""Bad inputs: CSV that is quoted, split, headed or counted wrongly."""

from __future__ import annotations

from tests.ingest.bad_inputs import ANA, AT, BOTH, COLUMNS, EVA, GOOD, HEAD, Case, csv

TWICE = "The column 'who' stands in the header more than once"
FEW, MANY = "missing columns", "too many columns"


def _accepted(
    name: str, data: bytes, *kept: str, settings: str = "", columns: str = COLUMNS
) -> Case:
    files = {"a.csv": data}
    return Case(name, "accepted", files, kept or BOTH, settings=settings, columns=columns)


def _refused(name: str, data: bytes, message: str, *, settings: str = "") -> Case:
    return Case(name, "refused", {"a.csv": data}, message=message, settings=settings)


def _rejected(name: str, data: bytes, *rejects: tuple[int, str]) -> Case:
    return Case(name, "rejected", {"a.csv": data}, BOTH, rejects)


LONG = b"ana," + AT.encode() + b"," + b"x" * 3_000_000 + b"\n"
QUOTING = (
    _accepted("quotes doubled", HEAD + f'ana,{AT},"say ""yes"""\n'.encode(), 'ana say "yes"'),
    _accepted("a comma in quotes", HEAD + f'"b, a",{AT},visit\n'.encode(), "b, a visit"),
    _accepted(
        "a newline in quotes", HEAD + f'ana,{AT},"a\nb"\n'.encode() + EVA, "ana a\nb", BOTH[1]
    ),
    _accepted("a quote inside a field", HEAD + f'ana,{AT},5" pipe\n'.encode(), 'ana 5" pipe'),
    _accepted("everything in quotes", GOOD.replace(b"ana", b'"ana"').replace(b"who", b'"who"')),
    _rejected("a quote that never ends", GOOD + b'"joe,2025\n' + ANA * 2, (4, "unquoted value")),
    _rejected(
        "text after a closing quote", GOOD + f'"joe"x,{AT},y\n'.encode(), (4, "unquoted value")
    ),
    _rejected("a field of 3 MB", GOOD + LONG, (4, "longer than 1,000,000 bytes")),
    _refused("a csv line of 20 MB", GOOD + b"x" * 20_000_000, "a line of more than 16,000,000"),
    _refused(
        "a quote around 20 MB",
        GOOD + b'"' + ANA * 700_000,
        "A quote that opens near line 4 does not end",
    ),
)
COUNTS = (
    _rejected("too few fields", HEAD + b"joe\n" + ANA + EVA, (2, FEW)),
    _rejected("too many fields", HEAD + ANA + EVA[:-1] + b",x\n" + EVA, (3, MANY)),
    _rejected(
        "rows too short and too long among good ones",
        HEAD + b"a,b\n" + ANA + b"a,b,c,d\n\n" + EVA + b"a\n",
        *((2, FEW), (4, MANY), (7, FEW)),
    ),
    _accepted("blank lines", HEAD + b"\n" + ANA + b"\n\n" + EVA + b"\n"),
    _accepted("no newline at the end", GOOD[:-1]),
    _accepted("lines that end in CRLF", GOOD.replace(b"\n", b"\r\n")),
    _accepted("lines that end in CR", GOOD.replace(b"\n", b"\r")),
    _accepted("lines that end now so, now so", HEAD + ANA.replace(b"\n", b"\r\n") + EVA),
    _accepted("a comment sign", HEAD + f"#1,{AT},visit\n".encode(), "#1 visit"),
    _accepted("a backslash before a quote", HEAD + f"a\\,{AT},visit\n".encode(), "a\\ visit"),
)
DELIMITERS = (
    _accepted("semicolons", GOOD.replace(b",", b";")),
    _accepted("tabs", GOOD.replace(b",", b"\t")),
    _accepted("pipes", GOOD.replace(b",", b"|")),
    _accepted(
        "more commas than semicolons in a quoted label",
        b'who;at;event;"a,b,c,d,e,f"\n' + f"ana;{AT};visit;1\n".encode(),
        "ana visit",
    ),
    _accepted(
        "a delimiter of its own, stated",
        GOOD.replace(b",", b"^"),
        settings='delimiter = "^"',
    ),
    _refused("a delimiter that is stated wrongly", GOOD, "no column", settings='delimiter = ";"'),
    _refused("blanks as delimiters", GOOD.replace(b",", b"  "), "no column"),
)
HEADERS = (
    _refused("a mapped label twice", b"who,at,event,who\n", TWICE),
    _refused("a mapped label twice, once with blanks", b"who,at,event, who\n", TWICE),
    Case(
        "another label twice",
        "repaired",
        csv(f"ana,{AT},visit,1,2", head="who,at,event,x,x"),
        ("ana visit",),
    ),
    Case(
        "a label again in capitals",
        "repaired",
        csv(f"x,ana,{AT},visit", head="WHO,who,at,event"),
        ("ana visit",),
    ),
    Case(
        "a label without a name",
        "repaired",
        csv(f"ana,{AT},visit,1,2", head="who,at,event,,"),
        ("ana visit",),
    ),
    Case(
        "labels with blanks around",
        "repaired",
        csv(f"ana,{AT},visit", head="who , at, event"),
        ("ana visit",),
    ),
    _accepted("columns in another order", f"event,who,at\nvisit,ana,{AT}\n".encode(), "ana visit"),
    _accepted("unknown columns", f"z,who,at,event\n1,ana,{AT},visit\n".encode(), "ana visit"),
    _accepted(
        "an optional column that is missing",
        GOOD,
        columns=COLUMNS + '\nagent = "agent"',
    ),
    _refused("a required column that is missing", b"who,at,verb\na,b,c\n", "no column 'event'"),
    _refused("no column of an identifier", b"whom,at,event\na,b,c\n", "no column 'who'"),
    _refused("labels in other letters", b"Who,At,Event\na,b,c\n", "no column 'event'"),
    _refused("no header", ANA + EVA, "no column 'event'"),
    _refused("only a header", HEAD, "it holds no record"),
    _refused("blank lines before the header", b"\n\n" + GOOD, "The first line is empty"),
    _accepted(
        "a label with quotes and signs",
        b'"w ""h""$.o[0]*",at,event\n' + ANA,
        "ana visit",
        columns=COLUMNS.replace('"who"', "'w \"h\"$.o[0]*'"),
    ),
    _refused(
        "every row bad",
        HEAD + b"a,b,c\nd,e,f\n",
        "No row of this file can be taken: 2 are rejected",
    ),
)
TABLES = (*QUOTING, *COUNTS, *DELIMITERS, *HEADERS)
