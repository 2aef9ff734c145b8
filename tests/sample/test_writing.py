from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.sample import PEOPLE, SEED, write_sample
from tests.sample.conftest import ROOT, SMALL
from tests.sample.reading import Sample

if TYPE_CHECKING:
    from pathlib import Path

MB = 1_000_000
GZIP_FIXED_HEADER = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0))  # no name, no time


def _write(folder: Path, *options: str, hash_seed: str = "1") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.sample", str(folder), *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_writes_the_same_bytes_whatever_the_hash_seed(
    small: Sample, tmp_path: Path
) -> None:
    for hash_seed in ("1", "4242"):
        folder = tmp_path / hash_seed
        done = _write(folder, "--people", str(SMALL), hash_seed=hash_seed)
        assert done.returncode == 0, done.stderr
        for path in folder.rglob("*.*"):
            assert path.read_bytes() == (small.folder / path.relative_to(folder)).read_bytes()


def test_another_seed_gives_another_company(small: Sample, tmp_path: Path) -> None:
    write_sample(tmp_path, people=SMALL, seed=SEED + 1)
    other = Sample(tmp_path).files()
    assert other.keys() == small.files().keys()
    same = {name for name, data in small.files().items() if other[name] == data}
    assert same == {"support/groups.jsonl.gz"}


def test_the_committed_files_are_what_the_generator_writes(
    committed: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is compared are the files unpacked: to pack them well takes 20 s.
    monkeypatch.setattr("pipeline.sample.files._ZSTD_LEVEL", 1)
    write_sample(tmp_path)
    fresh = Sample(tmp_path).files()
    assert fresh.keys() == committed.files().keys()
    differing = [name for name, data in committed.files().items() if fresh[name] != data]
    assert differing == [], "run `make sample` and commit the result"


def test_packed_files_carry_neither_name_nor_time(sample: Sample) -> None:
    for path in sample.folder.rglob("*.gz"):
        assert path.read_bytes()[:8] == GZIP_FIXED_HEADER


def test_the_committed_sample_is_small_enough_for_a_repository(committed: Sample) -> None:
    total = sum(path.stat().st_size for path in committed.folder.rglob("*") if path.is_file())
    assert 3 * MB < total < 5 * MB


def test_twenty_thousand_people_make_sixty_to_eighty_thousand_web_calls(committed: Sample) -> None:
    assert committed.truth["shared_identifiers"]["people"] == PEOPLE == 20_000
    assert 60_000 <= len(committed.calls) <= 80_000


def test_too_few_people_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 200 people, got 5"):
        write_sample(tmp_path, people=5)
    done = _write(tmp_path, "--people", "5")
    assert done.returncode == 2
    assert "at least 200 people" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_smallest_company_still_plays_every_story(tmp_path: Path) -> None:
    numbers = Sample(tmp_path)
    write_sample(tmp_path, people=200)
    truth = numbers.truth
    assert truth["mobile_to_desktop_loses_people"]["mobile_to_desktop"]["journeys"] > 0
    assert truth["whatsapp_then_phone_repeats"]["whatsapp_to_phone"]["journeys"] > 0
    assert truth["campaign_nobody_returns_from"]["came"]["journeys"] > 0
    assert truth["shared_identifiers"]["families_on_one_tablet"] > 0


def test_the_page_about_the_sample_has_no_slot_left(sample: Sample) -> None:
    page = (sample.folder / "README.md").read_text(encoding="utf-8")
    assert "$" not in page
    assert "None" not in page
