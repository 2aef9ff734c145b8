"""The environment is fixed: few packages, each with its hashes, from no particular host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"]


def packages(lock: str) -> dict[str, str]:
    """Each package of a lock with all that follows it."""
    text = (ROOT / lock).read_text("utf-8")
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {part.split("==")[0]: part for part in parts}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_version_and_hashes(lock: str) -> None:
    assert packages(lock)
    for name, part in packages(lock).items():
        assert "==" in part.splitlines()[0], name
        assert "--hash=sha256:" in part, name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links|/\w+/", text)


def test_the_core_is_small() -> None:
    assert len(packages("requirements.lock")) <= 40


def test_the_core_is_part_of_what_the_tests_run_on() -> None:
    core, dev = packages("requirements.lock"), packages("requirements-dev.lock")
    for name, part in core.items():
        assert dev[name].split()[0] == part.split()[0], name
