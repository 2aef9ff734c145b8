"""The key that names people: secret, the user's own, and never changed in silence."""

import stat
from pathlib import Path

import pytest

from pipeline.errors import JourneysError
from pipeline.keys import fingerprint, person_key, refuse_other_key


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "journeys.key"
    key = person_key(file, may_create=True, environ={})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert person_key(file, may_create=False, environ={}) == key
    assert person_key(tmp_path / "other.key", may_create=True, environ={}) != key


def test_the_environment_stands_above_the_file(tmp_path: Path) -> None:
    environ = {"JOURNEYS_KEY": "sixteen letters!"}
    assert person_key(tmp_path / "k", may_create=False, environ=environ) == b"sixteen letters!"


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [("short", 0o600, "shorter than 16"), ("long enough, really", 0o644, "read by others")],
)
def test_a_weak_key_is_refused(tmp_path: Path, text: str, mode: int, message: str) -> None:
    file = tmp_path / "journeys.key"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(JourneysError, match=message):
        person_key(file, may_create=True, environ={})


def test_a_missing_key_is_not_replaced_when_a_warehouse_needs_it(tmp_path: Path) -> None:
    with pytest.raises(JourneysError, match="is missing"):
        person_key(tmp_path / "journeys.key", may_create=False, environ={})


def test_another_key_than_the_warehouse_s_is_refused() -> None:
    key, other = b"a key of some length", b"another key of some length"
    refuse_other_key(key, expected=None, where="w")
    refuse_other_key(key, expected=fingerprint(key), where="w")
    with pytest.raises(JourneysError, match="not the key"):
        refuse_other_key(other, expected=fingerprint(key), where="w")
