"""Access logs: which lines are something a customer did, and when."""

from pathlib import Path

import pytest

from tests.ingest.web_files import FIXTURES, built, reasons, times, told

SOURCE = 'format = "access_log"'
LOG = (FIXTURES / "access.log").read_text()
LINE = LOG.splitlines()[0]


def test_pages_forms_downloads_and_errors_are_events_and_the_rest_is_read(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"access.log": LOG}, whole=True)
    assert rejects == []
    assert told(events, "event", "page", "device", "campaign", "user_id") == [
        ("page", "/tarifas", "mobile", "fibra noviembre", None),
        ("submit", "/alta", "mobile", None, None),
        ("page", "/gracias", "mobile", None, None),
        ("error 404", "/búsqueda", "desktop", None, "marta"),
        ("download", "/docs/contrato.pdf", "mobile", None, None),  # a CUBOT is a telephone
        ("page", "/", None, None, None),  # the common format names no browser
    ]
    assert {event["channel"] for event in events} == {"web"}


def test_times_carry_their_offset_and_lines_of_one_second_their_order(tmp_path: Path) -> None:
    events, _ = built(tmp_path, SOURCE, {"access.log": LOG})
    assert times(events) == [
        "2025-11-12T09:02:04+00:00",
        "2025-11-12T09:03:10+00:00",
        "2025-11-12T09:03:10+00:00",
        "2025-11-12T09:05:00+00:00",
        "2025-11-12T09:06:00+00:00",
        "2025-11-12T09:08:00+00:00",
    ]


def test_a_visitor_is_an_address_with_a_browser_and_neither_is_told(tmp_path: Path) -> None:
    other = LINE.replace("Chrome/142.0", "Chrome/141.0")
    events, _ = built(tmp_path, SOURCE, {"access.log": f"{LOG}{other}\n"})
    visitors = [event["anonymous_id"] for event in events]
    assert len(set(visitors[:2])) == 2
    assert len(set(visitors)) == 5
    assert not any("203.0.113" in str(event) for event in events)


def test_a_log_delivered_again_under_its_rotated_name_counts_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "access.log": LOG.splitlines(keepends=True)[3],
        "access.log.1": LOG,
        "access.log-20251113.gz": LOG + LINE.replace("10:02:04", "23:02:04") + "\n",
    }
    events, rejects = built(tmp_path, SOURCE, files)
    assert (len(events), rejects) == (7, [])


@pytest.mark.parametrize(
    "agent",
    [
        *("-", "", "curl/8.5.0", "python-requests/2.32", "Mozilla/5.0 (compatible; AhrefsBot/7.0)"),
        *("Mozilla/5.0 HeadlessChrome/142.0", "UptimeRobot/2.0", "facebookexternalhit/1.1"),
    ],
)
def test_programs_are_no_customers(tmp_path: Path, agent: str) -> None:
    line = LINE.rpartition(' "')[0] + f' "{agent}"'
    events, rejects = built(tmp_path, SOURCE, {"access.log": f"{line}\n{LOG}"})
    assert (len(events), rejects) == (6, [])


@pytest.mark.parametrize(
    "target", ["HEAD /", "OPTIONS *", "GET /favicon.ico", "GET /a.JS?x=/page", "GET /robots.txt"]
)
def test_what_nobody_looks_at_is_no_event(tmp_path: Path, target: str) -> None:
    line = LINE.replace("GET /tarifas?utm_source=google&utm_campaign=fibra+noviembre", target)
    events, rejects = built(tmp_path, SOURCE, {"access.log": f"{line}\n{LOG}"})
    assert (len(events), rejects) == (6, [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Nov 12 10:02:04 host sshd[1]: x", "not a line of the common or combined log format"),
        (LINE.replace(" 200 5316", ""), "not a line of the common or combined log format"),
        (
            LINE.replace("12/Nov", "31/Nov"),
            "time not understood: 2025-11-31 10:02:04+0100",
        ),
        (
            LINE.replace("Nov", "Nop"),
            "time not understood: 2025-Nop-12 10:02:04+0100",
        ),
        (
            LINE.replace("2025", "2999"),
            "time in the future: 2999-11-12 10:02:04+0100",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_kept_with_its_reason(
    tmp_path: Path, line: str, reason: str
) -> None:
    events, rejects = built(tmp_path, SOURCE, {"access.txt": LOG + line + "\n"})
    assert (len(events), reasons(rejects)) == (6, [(11, reason)])


def test_a_target_that_is_no_valid_encoding_is_left_as_it_is(tmp_path: Path) -> None:
    line = LINE.replace("/tarifas", "/a%zz%C3")
    (event,), _ = built(tmp_path, SOURCE, {"access.log": line})
    assert event["page"] == "/a%zz%C3"


def test_a_browser_tells_its_device_as_for_every_format(tmp_path: Path) -> None:
    agents = {
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1": "tablet",
        "Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 Safari/537.36": "tablet",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148": "mobile",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/140.0": "desktop",
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36": None,
    }
    before = LINE.rpartition(' "')[0]
    text = "".join(f'{before} "{agent}"\n' for agent in agents)
    events, rejects = built(tmp_path, SOURCE, {"access.log": text})
    assert rejects == []
    assert [event["device"] for event in events] == list(agents.values())


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        ("utm_source=google&utm_medium=cpc", "ads"),
        ("id=7&utm_medium=e%2Dmail#top", "email"),
        ("utm_medium=organic+social", "social"),
        ("utm_source=google", "web"),
        ("medium=cpc", "web"),
    ],
)
def test_a_page_reached_by_a_campaign_is_a_contact_of_its_channel(
    tmp_path: Path, query: str, channel: str
) -> None:
    line = LINE.replace("utm_source=google&utm_campaign=fibra+noviembre", query)
    (event,), _ = built(tmp_path, SOURCE, {"access.log": line})
    assert event["channel"] == channel
