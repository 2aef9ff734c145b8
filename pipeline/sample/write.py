"""Write the whole sample company into one folder.

In:     a folder, a seed, a number of people
Out:    the files of the three systems, `truth.json` and `README.md`; the true numbers
Units:  none
Errors: ValueError when there are too few people; OSError when the folder cannot be written
Source: `company` plays, `ledger` counts, `web`, `crm` and `support` write
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pipeline.sample import crm, support, web
from pipeline.sample.company import found
from pipeline.sample.files import write_bytes
from pipeline.sample.ledger import truth
from pipeline.sample.readme import readme

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.sample.ledger import Truth

SEED: Final = 2026
PEOPLE: Final = 20_000


def write_sample(
    folder: Path, *, seed: int = SEED, people: int = PEOPLE, stories: bool = True
) -> Truth:
    """Write the sample company into `folder` and give back its true numbers.

    Without `stories` nothing is hidden in it, so that whatever is found in it is chance.
    """
    company = found(seed, people, stories=stories)
    for writer in (web.write, crm.write, support.write):
        writer(company, folder)
    numbers = truth(company)
    text = json.dumps(numbers, ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "truth.json", text.encode())
    if stories:  # the page tells them
        write_bytes(folder / "README.md", readme(company, numbers).encode())
    return numbers
