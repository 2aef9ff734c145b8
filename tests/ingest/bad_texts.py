"""Bad inputs: encodings, compression, and bytes that are no text."""

from __future__ import annotations

import codecs
import io
import zipfile

from tests.ingest.bad_inputs import ANA, AT, BOTH, EVA, GOOD, HEAD, Case, csv, gz, record, zst

JSONL = f"{record()}\n".encode()
JOSE = f"who,at,event\njosé,{AT},visit\n"
CP1252, UTF16 = 'encoding = "cp1252"', 'encoding = "utf-16"'
ENCODINGS = (
    Case("utf-8 mark in csv", "repaired", {"a.csv": codecs.BOM_UTF8 + GOOD}, BOTH),
    Case("utf-8 mark in jsonl", "repaired", {"a.jsonl": codecs.BOM_UTF8 + JSONL}, ("ana visit",)),
    Case("utf-8 mark in gz", "repaired", {"a.csv.gz": gz(codecs.BOM_UTF8 + GOOD)}, BOTH),
    Case("utf-16 le with its mark", "repaired", {"a.csv": JOSE.encode("utf-16")}, ("josé visit",)),
    Case(
        "utf-16 be with its mark",
        "repaired",
        {"a.csv": codecs.BOM_UTF16_BE + JOSE.encode("utf-16-be")},
        ("josé visit",),
    ),
    Case(
        "utf-16 jsonl with its mark, compressed",
        "repaired",
        {"a.jsonl.gz": gz(JSONL.decode().encode("utf-16"))},
        ("ana visit",),
    ),
    Case(
        "utf-16 le without a mark, stated",
        "repaired",
        {"a.csv": JOSE.encode("utf-16-le")},
        ("josé visit",),
        settings='encoding = "utf-16-le"',
    ),
    Case(
        "utf-16 be without a mark, stated",
        "repaired",
        {"a.csv": JOSE.encode("utf-16-be")},
        ("josé visit",),
        settings='encoding = "utf-16-be"',
    ),
    Case(
        "utf-16 without a mark, stated without its order",
        "refused",
        {"a.csv": JOSE.encode("utf-16-be")},
        message="it has no byte-order mark",
        settings=UTF16,
    ),
    Case(
        "utf-16 without a mark, not stated",
        "refused",
        {"a.csv": JOSE.encode("utf-16-le")},
        message='encoding = "utf-16-le"',
    ),
    Case(
        "utf-16 cut in the middle of a character",
        "refused",
        {"a.csv": JOSE.encode("utf-16")[:-1]},
        message="it is not utf-16",
    ),
    Case(
        "cp1252, stated",
        "repaired",
        {"a.csv": JOSE.encode("cp1252")},
        ("josé visit",),
        settings=CP1252,
    ),
    Case(
        "cp1252, not stated",
        "refused",
        {"a.csv": JOSE.encode("cp1252")},
        message="byte 16 is 0xe9",
    ),
    Case(
        "a byte that is not utf-8, far into the file",
        "refused",
        {"a.csv": HEAD + ANA * 50_000 + b"\xff"},
        message="byte 1,550,013 is 0xff",
    ),
    Case(
        "utf-8 that was once read as cp1252",
        "accepted",
        csv(f"josÃ©,{AT},visit"),
        ("josÃ© visit",),
    ),
    Case(
        "a character that is two code points",
        "accepted",
        csv(f"jose\u0301,{AT},visit"),
        ("jose\u0301 visit",),
    ),
)


def _zip() -> bytes:
    """A spreadsheet is a zip archive too."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def _disguise(what: str, data: bytes, message: str, name: str = "a.csv") -> Case:
    return Case(what, "refused", {name: data}, message=message)


DISGUISES = (
    _disguise("a picture named csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "it is a picture"),
    _disguise("a pdf named csv", b"%PDF-1.7\n" + GOOD, "it is a PDF"),
    _disguise("a spreadsheet named csv", _zip(), "it is a zip archive or a spreadsheet"),
    _disguise("a web page named csv", b"\n<!DOCTYPE HTML><p>404", "it is a web page"),
    _disguise("a web page named jsonl", b"<html>\n", "it is a web page", "a.jsonl"),
    _disguise("a web page compressed", gz(b"<HTML>504"), "it is a web page", "a.csv.gz"),
    _disguise("xml named csv", b"<?xml version='1.0'?>\n<Error/>\n", "no column 'event'"),
    _disguise("gzip not named so", gz(GOOD), "compressed, but not named so"),
    _disguise("csv named gz", GOOD, "its compression is cut or damaged", "a.csv.gz"),
    _disguise("csv named zst", GOOD, "it is no zstd file", "a.csv.zst"),
    _disguise("nothing but NUL", bytes(4096), "it holds a NUL character"),
    _disguise("one NUL", HEAD + ANA + b"e\0va\n", "it holds a NUL character near byte"),
    _disguise("an empty file", b"", "The file is empty"),
    _disguise("an empty file, compressed", gz(b""), "it holds nothing but blanks", "a.csv.gz"),
    _disguise("nothing but blank lines", b"\n \r\n\n", "it holds nothing but blanks"),
    _disguise("a file of an unknown kind", GOOD, "Files of this kind are not read", "a.docx"),
    _disguise("csv named jsonl", GOOD, "No row of this file can be taken", "a.jsonl"),
    _disguise("jsonl named csv", JSONL * 2, "has no column 'event'"),
)
PACKED = gz(GOOD * 50)
FRAMES = zst(HEAD + ANA) + zst(EVA)
COMPRESSION = (
    Case("gzip of two members", "accepted", {"a.csv.gz": gz(HEAD + ANA) + gz(EVA)}, BOTH),
    Case("zstd of two frames", "accepted", {"a.csv.zst": FRAMES}, BOTH),
    _disguise("gzip followed by zeros", gz(GOOD) + bytes(512), "cannot be read", "a.csv.gz"),
    _disguise("gzip that is cut", PACKED[:-20], "cut or damaged", "a.csv.gz"),
    _disguise("gzip cut in its last bytes", PACKED[:-3], "cut or damaged", "a.csv.gz"),
    _disguise("gzip cut in its first bytes", PACKED[:5], "cut or damaged", "a.csv.gz"),
    _disguise(
        "gzip with a wrong checksum",
        PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:],
        "CRC check failed",
        "a.csv.gz",
    ),
    _disguise("gzip followed by garbage", PACKED + b"garbage", "cut or damaged", "a.csv.gz"),
    _disguise(
        "gzip damaged inside",
        PACKED[:20] + bytes([PACKED[20] ^ 0xFF]) + PACKED[21:],
        "cut or damaged",
        "a.csv.gz",
    ),
    _disguise("zstd that is cut", FRAMES[:-5], "cut or damaged", "a.csv.zst"),
    _disguise("zstd cut between frames", FRAMES + FRAMES[:3], "cut or damaged", "a.csv.zst"),
    _disguise("zstd followed by garbage", FRAMES + b"garbage", "cut or damaged", "a.csv.zst"),
    _disguise(
        "a bomb of gzip", gz(HEAD + b"\n" * 110_000_000), "more than 200 times its size", "a.csv.gz"
    ),
    _disguise(
        "a bomb of zstd",
        zst(HEAD + b"\n" * 110_000_000),
        "more than 200 times its size",
        "a.csv.zst",
    ),
)
TEXTS = (*ENCODINGS, *DISGUISES, *COMPRESSION)
