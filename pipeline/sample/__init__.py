"""The sample company Fibra Sol: invented people, three systems, stories with known numbers.

In:     a folder, a seed, a number of people
Out:    `web/`, `crm/`, `support/`, `truth.json` and `README.md` in that folder
Units:  none
Errors: ValueError when there are too few people; OSError when the folder cannot be written
Source: invented; file shapes as in the modules `web`, `crm` and `support`
"""

from __future__ import annotations

from pipeline.sample.write import PEOPLE, SEED, write_sample

__all__ = ["PEOPLE", "SEED", "write_sample"]
