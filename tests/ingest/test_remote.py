"""Files behind https:// and the like: fetched whole, known by their content."""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.doctor import examine
from pipeline.errors import JourneysError
from pipeline.ingest.delivery import RefusedFileError
from pipeline.ingest.remote import listed, shown
from tests.ingest import servers
from tests.ingest.ways_in import take

LOG_TIME = "2026-03-02T08:30:00Z"
LOG = f"who,what,at\nC1,call,{LOG_TIME}\n"


@pytest.fixture(autouse=True)
def _straight_to_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a proxy."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address under which a web server shows it."""
    folder = tmp_path / "site"
    folder.mkdir()
    with servers.web(folder) as address:
        yield folder, address


Site = tuple[Path, str]


def test_a_file_of_the_web_is_taken_like_any_other(tmp_path: Path, site: Site) -> None:
    folder, address = site
    (folder / "log.csv").write_text(LOG)
    (folder / "more.csv.gz").write_bytes(gzip.compress(LOG.replace("C1", "C2").encode()))
    outcome = take(tmp_path, f'files = ["{address}/log.csv", "{address}/more.csv.gz"]')
    assert [who for who, _, _ in outcome.told] == ["C1", "C2"]
    assert outcome.statuses == [
        (f"{address}/log.csv", "taken"),
        (f"{address}/more.csv.gz", "taken"),
    ]


def test_a_remote_file_is_known_by_its_content_wherever_it_comes_from(
    tmp_path: Path, site: Site
) -> None:
    folder, address = site
    (folder / "log.csv").write_text(LOG)
    (tmp_path / "log.csv").write_text(LOG)
    take(tmp_path, 'files = ["log.csv"]')
    remote = f'files = ["{address}/log.csv"]'
    assert take(tmp_path, remote).statuses == [(f"{address}/log.csv", "known")]
    (folder / "log.csv").write_text(LOG + "C1,buy,2026-03-02T09:30:00Z\n")
    outcome = take(tmp_path, remote)
    assert outcome.statuses == [(f"{address}/log.csv", "replaced")]
    assert [event for _, event, _ in outcome.told] == ["call", "buy"]


def test_a_star_means_the_files_that_the_server_lists(tmp_path: Path, site: Site) -> None:
    folder, address = site
    for name in ("b.csv", "a.csv", "c.csv.part", ".hidden.csv", "d.txt"):
        (folder / name).write_text(LOG.replace("C1", name))
    outcome = take(tmp_path, f'files = ["{address}/*.csv"]')
    assert outcome.statuses == [(f"{address}/a.csv", "taken"), (f"{address}/b.csv", "taken")]


def test_what_follows_the_question_mark_is_sent_but_not_told(tmp_path: Path, site: Site) -> None:
    folder, address = site
    (folder / "log.csv").write_text(LOG)
    urls = [f"{address}/log.csv?key=hush", f"{address}/log.csv?key=other"]
    outcome = take(tmp_path, f"files = {urls}".replace("'", '"'))
    assert [status for _, status in outcome.statuses] == ["taken", "known"]
    assert outcome.statuses[0][0].startswith(f"{address}/log.csv?")
    assert "hush" not in str(outcome)
    for file in (tmp_path / "build").rglob("*"):
        assert not file.is_file() or b"hush" not in file.read_bytes()


def test_rejected_rows_of_a_remote_file_can_be_tried_again_when_it_is_gone(
    tmp_path: Path, site: Site
) -> None:
    folder, address = site
    times = {"C1": LOG_TIME, "C2": "2026-03-02 09:30"}
    lines = [json.dumps({"who": who, "what": "call", "at": at}) for who, at in times.items()]
    (folder / "log.jsonl").write_text("\n".join(lines))
    source = f'files = ["{address}/log.jsonl?day=2"]'
    assert len(take(tmp_path, source).rejects) == 1
    (folder / "log.jsonl").unlink()
    outcome = take(tmp_path, f'{source}\ntimezone = "Europe/Madrid"', retry=True)
    assert [status for _, status in outcome.statuses] == ["refused", "retried"]
    assert [who for who, _, _ in outcome.told] == ["C1", "C2"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.csv", "There is no such file"),
        ("gone/*.csv", "There is no such file|No file is there"),
        ("*.jsonl", "No file is there by such a name"),
        ("forbidden.csv?key=hush", "the server answers 403"),
        ("broken-off.csv", "the transfer broke off"),
        ("page.csv", "it is a web page"),
        ("picture.png", "Files of this kind are not read"),
        ("", "Files of this kind are not read"),
    ],
)
def test_what_cannot_be_fetched_whole_is_refused(
    tmp_path: Path, site: Site, name: str, message: str
) -> None:
    folder, address = site
    (folder / "page.csv").write_text("<!DOCTYPE html><title>Log in</title>")
    with pytest.raises(JourneysError, match=message) as caught:
        take(tmp_path, f'files = ["{address}/{name}"]')
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "127.0.0.1:1"])
def test_a_server_that_is_not_there_is_said(tmp_path: Path, host: str) -> None:
    with pytest.raises(JourneysError, match="The file cannot be fetched") as caught:
        take(tmp_path, f'files = ["http://{host}/log.csv?key=hush"]')
    assert "hush" not in str(caught.value)


def test_one_file_that_cannot_be_fetched_does_not_stop_the_others(
    tmp_path: Path, site: Site
) -> None:
    folder, address = site
    (folder / "log.csv").write_text(LOG)
    outcome = take(tmp_path, f'files = ["{address}/gone.csv", "{address}/log.csv"]')
    assert [status for _, status in outcome.statuses] == ["refused", "taken"]


def test_any_protocol_of_fsspec_will_do(tmp_path: Path) -> None:
    import fsspec  # noqa: PLC0415

    memory = fsspec.filesystem("memory")
    memory.pipe({"/bucket/2026/a.csv": LOG.encode(), "/bucket/2026/b.txt": b"x"})
    try:
        assert listed("memory://bucket/2026/?.csv") == ["memory:///bucket/2026/a.csv"]
        outcome = take(tmp_path, 'files = ["memory://bucket/*/*.csv"]')
        assert outcome.statuses == [("memory:///bucket/2026/a.csv", "taken")]
    finally:
        memory.rm("/bucket", recursive=True)


def test_a_protocol_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(JourneysError, match="Files of htps:// are not known"):
        take(tmp_path, 'files = ["htps://host.example/log.csv"]')


@pytest.mark.parametrize(
    ("module", "url", "extra"),
    [
        ("fsspec.core", "https://host.example/log.csv", "remote"),
        ("aiohttp", "https://host.example/log.csv", "remote"),
        ("s3fs", "s3://bucket/log.csv", "s3"),
    ],
)
def test_without_the_extra_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, url: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(JourneysError) as caught:
        take(tmp_path, f'files = ["{url}"]')
    assert f'pip install "journey-pipeline[{extra}]"' in str(caught.value)


def test_the_doctor_asks_no_other_machine(tmp_path: Path) -> None:
    config = tmp_path / "journeys.toml"
    with pytest.raises(JourneysError):
        take(tmp_path, 'files = ["https://no-such-host.invalid/log.csv"]')
    (files,) = [finding for finding in examine(config) if finding.topic == "files"]
    assert files.text == "shop: 0 files, 0.0 MB, and 1 remote, generic"


def test_a_file_goes_by_its_address_without_what_may_be_secret() -> None:
    first, second = shown("https://h/a.csv?x=1"), shown("https://h/a.csv?x=2")
    assert first != second
    assert first.startswith("https://h/a.csv?")
    assert shown("s3://bucket/a?.csv") == "s3://bucket/a?.csv"


def test_a_pattern_that_nothing_answers_to_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="No file is there"):
        listed("memory://nowhere/*.csv")
